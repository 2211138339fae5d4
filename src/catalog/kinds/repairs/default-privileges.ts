import { listOf, requiredText, textOf } from '../../model/attribute.js';
import type { CatalogObject } from '../../model/object.js';
import { changePrivileges, type OwnerAndPrivileges, type PrivilegeChange } from '../../model/privileges.js';
import type { Repair } from '../../kind/repair.js';

const acls = new Map<string, PrivilegeChange['acl']>([
  ['tables', 'r'],
  ['sequences', 's'],
  ['functions', 'f'],
  ['types', 'T'],
  ['schemas', 'n'],
  ['large objects', 'L'],
]);

export const defaultPrivileges: Repair<'default privileges'> = {
  kind: 'default privileges',
  create: (object) => change(object, { from: without(object), to: ownerAndPrivileges(object) }),
  drop: (object) => change(object, { from: ownerAndPrivileges(object), to: without(object) }),
  alter: ({ from, to }) => change(to, { from: ownerAndPrivileges(from), to: ownerAndPrivileges(to) }),
};

function ownerAndPrivileges(object: CatalogObject): OwnerAndPrivileges {
  return { owner: requiredText(object, 'role'), privileges: listOf(object, 'grants') };
}

/** Lists of a schema come on top of the usual privileges; those of a role stand in their place. */
function without(object: CatalogObject): OwnerAndPrivileges {
  const owner = requiredText(object, 'role');
  return textOf(object, 'schema') === undefined ? { owner } : { owner, privileges: [] };
}

function change(
  object: CatalogObject,
  { from, to }: { from: OwnerAndPrivileges; to: OwnerAndPrivileges },
): readonly string[] {
  const objects = requiredText(object, 'objects');
  const schema = textOf(object, 'schema');
  const place = schema === undefined ? '' : ` IN SCHEMA ${schema}`;
  const prefix = `ALTER DEFAULT PRIVILEGES FOR ROLE ${requiredText(object, 'role')}${place}`;
  return changePrivileges({ acl: acls.get(objects) ?? 'c', on: objects.toUpperCase(), prefix, from, to });
}
