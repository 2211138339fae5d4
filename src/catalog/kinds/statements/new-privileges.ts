import { listOf, textOf } from '../../model/attribute.js';
import type { CatalogObject } from '../../model/object.js';
import {
  type AclKind,
  changePrivileges,
  defaultEntries,
  type OwnerAndPrivileges,
  parseEntry,
  type PrivilegeChange,
  renderEntry,
} from '../../model/privileges.js';
import { localName } from '../../model/qualified-name.js';
import type { RepairContext } from '../../kind/repair.js';

/** Object types of ALTER DEFAULT PRIVILEGES. */
const objectsOf: Partial<Record<AclKind, string>> = {
  r: 'tables',
  s: 'sequences',
  f: 'functions',
  T: 'types',
  n: 'schemas',
};

export interface NewObject {
  readonly acl: AclKind;
  /** The object as GRANT names it. */
  readonly on: string;
  /** Qualified name of the object. */
  readonly name: string;
  readonly to: OwnerAndPrivileges;
}

/**
 * Gives a new object exactly its privileges. The default privileges depend on the role that creates it. Where
 * that is unknown, everything that they could add is revoked, and everything that they could leave out is
 * granted.
 */
export function grantOnNew({ acl, on, name, to }: NewObject, context: RepairContext): readonly string[] {
  const lists = defaultsFor(acl, name, context);
  const usual: PrivilegeChange = { acl, on, from: { owner: to.owner }, to };
  if (lists.length === 0) return changePrivileges(usual);
  const standard = defaultEntries(acl, to.owner).map(renderEntry);
  const inPlace = lists.filter((list) => textOf(list, 'schema') === undefined);
  const grants = lists.map((list) => grantsOf(list, to.owner));
  const least = standard.filter((entry) => inPlace.every((list) => grantsOf(list, to.owner).includes(entry)));
  return changePrivileges({
    ...usual,
    from: { owner: to.owner, privileges: least },
    orFrom: { owner: to.owner, privileges: [...new Set([...standard, ...grants.flat()])] },
  });
}

/** Default privileges that exist while the plan creates objects; those to be dropped are dropped before. */
function defaultsFor(
  acl: AclKind,
  name: string,
  { now, isDropped, role }: RepairContext,
): readonly CatalogObject[] {
  const schema = name.slice(0, -localName(name).length - 1);
  return [...now.values()].filter(
    (one) =>
      one.kind === 'default privileges' &&
      textOf(one, 'objects') === objectsOf[acl] &&
      (role === undefined || textOf(one, 'role') === role) &&
      [undefined, schema].includes(textOf(one, 'schema')) &&
      !isDropped(one),
  );
}

/** Privileges that the role grants itself belong to the owner in the end. */
function grantsOf(list: CatalogObject, owner: string): readonly string[] {
  return listOf(list, 'grants').map((text) => {
    const entry = parseEntry(text);
    return renderEntry(entry.grantee === textOf(list, 'role') ? { ...entry, grantee: owner } : entry);
  });
}
