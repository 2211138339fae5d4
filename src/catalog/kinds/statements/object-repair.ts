import { textOf } from '../../model/attribute.js';
import type { CatalogObject, Kind } from '../../model/object.js';
import { type AclKind, changePrivileges, type OwnerAndPrivileges } from '../../model/privileges.js';
import {
  type AlterChange,
  isLimited,
  type Repair,
  type RepairContext,
  type RepairStatements,
} from '../../kind/repair.js';
import { grantOnNew } from './new-privileges.js';
import { isForeignPart, ownershipOf, privilegesOf } from './owner-and-privileges.js';

type Create = Repair['create'];
type Alter = NonNullable<Repair['alter']>;

export interface ObjectRepair<K extends Kind> {
  readonly kind: K;
  /** The kind in SQL, as in `DROP TEXT SEARCH PARSER`. */
  readonly sql: string;
  /** The object as DROP and ALTER name it; by default its name. */
  readonly reference?: (object: CatalogObject) => string;
  /** Set where the kind has privileges. */
  readonly privileges?: {
    readonly acl: AclKind;
    /** The kind in GRANT, where that differs. */
    readonly sql?: string;
    readonly reference?: (object: CatalogObject) => string;
  };
  /** Without owner and privileges, which are changed afterwards. */
  readonly create: Create;
  /** Statements instead of DROP. */
  readonly drop?: Repair['drop'];
  /** Changes attributes other than owner and privileges. */
  readonly alter?: Alter;
}

const ownershipAttributes = new Set(['owner', 'privileges', 'initial privileges', 'initial owner']);

/** Completes the repair of a kind with what all kinds share: owner, privileges, DROP. */
export function objectRepair<K extends Kind>(own: ObjectRepair<K>): Repair<K> {
  return {
    kind: own.kind,
    create: (object, context) => {
      if (isForeignPart(object))
        return changeOwnership(own, { object, from: initial(object), to: ownershipOf(object) });
      return followedBy(own.create(object, context), [
        ...changeOwnerTo(own, object),
        ...grants(own, object, context),
      ]);
    },
    drop: (object, context) =>
      isForeignPart(object)
        ? changeOwnership(own, { object, from: ownershipOf(object), to: initial(object) })
        : (own.drop?.(object, context) ?? [`DROP ${target(own, object)};`]),
    alter: (change) => alter(own, change),
  };
}

function alter<K extends Kind>(own: ObjectRepair<K>, change: AlterChange): ReturnType<Alter> {
  const { from, to } = change;
  const attributes = change.attributes.filter((name) => !ownershipAttributes.has(name));
  const altered = attributes.length === 0 ? [] : own.alter?.({ ...change, attributes });
  const ownerAndPrivileges = changeOwnership(own, {
    object: to,
    from: ownershipOf(from),
    to: ownershipOf(to),
  });
  return altered && followedBy(altered, ownerAndPrivileges);
}

/** An object that cannot be created needs no statements for its owner and privileges. */
function followedBy(way: RepairStatements, more: readonly string[]): RepairStatements {
  if (!isLimited(way)) return [...way, ...more];
  return way.statements.length === 0 ? way : { ...way, statements: [...way.statements, ...more] };
}

function target<K extends Kind>({ sql, reference }: ObjectRepair<K>, object: CatalogObject): string {
  return `${sql} ${reference?.(object) ?? object.name}`;
}

interface OwnershipChange {
  readonly object: CatalogObject;
  readonly from: OwnerAndPrivileges;
  readonly to: OwnerAndPrivileges;
}

function changeOwnership<K extends Kind>(own: ObjectRepair<K>, change: OwnershipChange): readonly string[] {
  const { object, from, to } = change;
  const owner = from.owner === to.owner ? [] : [`ALTER ${target(own, object)} OWNER TO ${to.owner};`];
  if (!own.privileges) return owner;
  const { acl, sql = own.sql, reference = own.reference } = own.privileges;
  const on = `${sql} ${reference?.(object) ?? object.name}`;
  return [...owner, ...changePrivileges({ acl, on, from, to })];
}

function changeOwnerTo<K extends Kind>(own: ObjectRepair<K>, object: CatalogObject): readonly string[] {
  const owner = textOf(object, 'owner');
  return owner === undefined ? [] : [`ALTER ${target(own, object)} OWNER TO ${owner};`];
}

function grants<K extends Kind>(
  own: ObjectRepair<K>,
  object: CatalogObject,
  context: RepairContext,
): readonly string[] {
  if (!own.privileges) return [];
  const { acl, sql = own.sql, reference = own.reference } = own.privileges;
  const on = `${sql} ${reference?.(object) ?? object.name}`;
  const name = object.name.replace(/\(.*$/su, '');
  return grantOnNew({ acl, on, name, to: ownershipOf(object) }, context);
}

function initial({ attributes }: CatalogObject): OwnerAndPrivileges {
  return {
    owner: String(attributes['initial owner'] ?? attributes.owner),
    ...privilegesOf(attributes['initial privileges']),
  };
}
