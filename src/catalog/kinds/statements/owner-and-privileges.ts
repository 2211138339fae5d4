import { withAttribute } from '../../model/attribute.js';
import { childrenIn } from '../../model/children.js';
import type { AttributeValue, CatalogObject } from '../../model/object.js';
import { type AclKind, changePrivileges, type OwnerAndPrivileges } from '../../model/privileges.js';
import { isLimited, type Repair, type RepairContext } from '../../kind/repair.js';
import { grantOnNew } from './new-privileges.js';

export interface OwnedKind {
  readonly acl: AclKind;
  /** Keyword of ALTER … OWNER TO, such as `TABLE`. */
  readonly alter: string;
  /** Keyword of GRANT … ON; by default that of ALTER. */
  readonly on?: string;
}

/** Sets the owner and the privileges of a new object. */
function changeOwner(
  object: CatalogObject,
  { acl, alter, on = alter }: OwnedKind,
  context: RepairContext,
): readonly string[] {
  const { name } = object;
  const to = ownershipOf(object);
  return [
    `ALTER ${alter} ${name} OWNER TO ${to.owner};`,
    ...grantOnNew({ acl, on: `${on} ${name}`, name, to }, context),
    ...changeColumnPrivileges(undefined, object),
  ];
}

/** Changes one owner and its privileges to another. */
export function changeOwnership(
  { from, to }: { readonly from: CatalogObject; readonly to: CatalogObject },
  { acl, alter, on = alter }: OwnedKind,
): readonly string[] {
  const was = ownershipOf(from);
  const is = ownershipOf(to);
  return [
    ...(was.owner === is.owner ? [] : [`ALTER ${alter} ${to.name} OWNER TO ${is.owner};`]),
    ...changePrivileges({ acl, on: `${on} ${to.name}`, from: was, to: is }),
    ...changeColumnPrivileges(from, to),
  ];
}

/**
 * Changes privileges on columns that are not objects of their own: system columns, and those of a sequence.
 */
function changeColumnPrivileges(from: CatalogObject | undefined, to: CatalogObject): readonly string[] {
  const { owner } = ownershipOf(to);
  const listed = (object: CatalogObject | undefined): OwnerAndPrivileges => ({
    owner,
    ...privilegesOf(object?.attributes['column privileges']),
  });
  return changePrivileges({ acl: 'c', on: `TABLE ${to.name}`, from: listed(from), to: listed(to) });
}

export function ownershipOf({ attributes: { owner, privileges } }: CatalogObject): OwnerAndPrivileges {
  return { owner: String(owner), ...privilegesOf(privileges) };
}

/** Returns privileges as the optional property of `OwnerAndPrivileges`. */
export function privilegesOf(privileges: AttributeValue | undefined): Partial<OwnerAndPrivileges> {
  return typeof privileges === 'object' ? { privileges } : {};
}

/**
 * Whether an object belongs to an extension or is built in; it is read only where its privileges were
 * changed.
 */
export function isForeignPart({ attributes }: CatalogObject): boolean {
  return attributes['part of'] !== undefined;
}

type Half<K extends 'create' | 'drop'> = NonNullable<Repair[K]>;

/**
 * CREATE with owner and privileges; for an object that belongs to an extension or is built in, only these.
 */
export function createWithOwner(held: OwnedKind, create: Half<'create'>): Half<'create'> {
  return (object, context) => {
    if (isForeignPart(object)) return changeOwnership({ from: initial(object), to: object }, held);
    const way = create(object, context);
    return isLimited(way) ? way : [...way, ...changeOwner(object, held, context)];
  };
}

/**
 * DROP; for an object that belongs to an extension or is built in, the changes of its privileges are
 * reverted.
 */
export function dropWithPrivileges(held: OwnedKind, drop: (object: CatalogObject) => string): Half<'drop'> {
  return (object, context) => {
    if (!isForeignPart(object)) return [drop(object)];
    const columns = childrenIn(context.now, object).filter(({ kind }) => kind === 'column');
    return [
      ...changeOwnership({ from: object, to: initial(object) }, held),
      ...columns.flatMap((column) => revokeAll(column, object)),
    ];
  };
}

function revokeAll({ name, attributes }: CatalogObject, relation: CatalogObject): readonly string[] {
  const { owner } = ownershipOf(relation);
  return changePrivileges({
    acl: 'c',
    on: `TABLE ${relation.name}`,
    column: name.slice(relation.name.length + 1),
    from: { owner, ...privilegesOf(attributes.privileges) },
    to: { owner },
  });
}

function initial(object: CatalogObject): CatalogObject {
  const { 'initial privileges': initially, ...attributes } = object.attributes;
  return { ...object, attributes: withAttribute(attributes, 'privileges', initially) };
}
