import type { AttributeValue, CatalogObject } from '../object.js';
import { changePrivileges, type Holding } from '../privileges.js';
import type { AclKind } from '../privileges-sql.js';
import { cannot } from '../repair.js';

export interface Held {
  readonly acl: AclKind;
  /** Keyword of ALTER … OWNER TO, such as `TABLE`. */
  readonly alter: string;
  /** Keyword of GRANT … ON; the one of ALTER unless given. */
  readonly on?: string;
}

/** Gives a new object its owner and its privileges. */
export function giveAway(object: CatalogObject, { acl, alter, on = alter }: Held): readonly string[] {
  const to = holdingOf(object);
  return [
    `ALTER ${alter} ${object.name} OWNER TO ${to.owner};`,
    ...changePrivileges({ acl, on: `${on} ${object.name}`, from: { owner: to.owner }, to }),
  ];
}

/** Leads from one owner and its privileges to another. */
export function changeHolding(
  { from, to }: { readonly from: CatalogObject; readonly to: CatalogObject },
  { acl, alter, on = alter }: Held,
): readonly string[] {
  const was = holdingOf(from);
  const is = holdingOf(to);
  return [
    ...(was.owner === is.owner ? [] : [`ALTER ${alter} ${to.name} OWNER TO ${is.owner};`]),
    ...changePrivileges({ acl, on: `${on} ${to.name}`, from: was, to: is }),
  ];
}

export function holdingOf({ attributes: { owner, privileges } }: CatalogObject): Holding {
  return { owner: String(owner), ...privilegesOf(privileges) };
}

/** As the optional property of a `Holding`. */
export function privilegesOf(privileges: AttributeValue | undefined): Partial<Holding> {
  return typeof privileges === 'object' ? { privileges } : {};
}

export const isPart = cannot('it belongs to an extension or to PostgreSQL itself');

/** Objects of extensions and built-in ones show only when their privileges were changed. */
export function isForeignPart({ attributes }: CatalogObject): boolean {
  return attributes['part of'] !== undefined;
}
