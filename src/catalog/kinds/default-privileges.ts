import { catalogText } from '../../database/text-conversion.js';
import { listOf, requiredText, textOf } from '../model/attribute.js';
import type { CatalogObject } from '../model/object.js';
import { changePrivileges, type OwnerAndPrivileges, type PrivilegeChange } from '../model/privileges.js';
import { allRows } from '../kind/fingerprint-member.js';
import { defineKind } from '../kind/kind.js';
import { isComparedSchema } from '../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import { privilegesSql, roleSql } from '../kind/privileges-sql.js';
import type { Reader } from '../kind/reader.js';
import type { Repair } from '../kind/repair.js';
import { mapNamedRole } from './statements/map-named-role.js';

/**
 * Entries are listed even where they equal a default, because within a schema they are added to it. They are
 * not privileges on the object itself, hence their name.
 */
const privileges = privilegesSql({ acl: 'd.defaclacl', kind: 'c', owner: 'd.defaclrole' });

const objects = `CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences'
    WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types' WHEN 'n' THEN 'schemas' ELSE 'large objects' END`;

const defaultPrivilegeLists = `
SELECT ${catalogText('d.oid')} AS root,
  pg_catalog.concat('for role ', ${roleSql('d.defaclrole')},
    ' in schema ' || pg_catalog.quote_ident(n.nspname), ' on ', ${objects}) AS name,
  CASE WHEN n.oid IS NOT NULL THEN 'schema' END AS parent_kind,
  pg_catalog.quote_ident(n.nspname) AS parent_name,
  ${roleSql('d.defaclrole')} AS role, pg_catalog.quote_ident(n.nspname) AS schema, ${objects} AS objects,
  coalesce(${privileges}, '{}') AS grants
FROM pg_catalog.pg_default_acl AS d
  LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = d.defaclnamespace
WHERE (n.oid IS NULL OR ${isComparedSchema('n.nspname')})`;

const reader: Reader<'default privileges', ObjectRow> = {
  kind: 'default privileges',
  root: 'pg_default_acl',
  rootOid: 'd.oid',
  query: (scope) => `${defaultPrivilegeLists} ${scope}`,
  toObject: objectFrom('default privileges'),
};

const acls = new Map<string, PrivilegeChange['acl']>([
  ['tables', 'r'],
  ['sequences', 's'],
  ['functions', 'f'],
  ['types', 'T'],
  ['schemas', 'n'],
  ['large objects', 'L'],
]);

const repair: Repair<'default privileges'> = {
  kind: 'default privileges',
  create: (object) => change(object, { from: without(object), to: ownerAndPrivileges(object) }),
  drop: (object) => change(object, { from: ownerAndPrivileges(object), to: without(object) }),
  alter: ({ from, to }) => change(to, { from: ownerAndPrivileges(from), to: ownerAndPrivileges(to) }),
};

function ownerAndPrivileges(object: CatalogObject): OwnerAndPrivileges {
  return { owner: requiredText(object, 'role'), privileges: listOf(object, 'grants') };
}

/** Default privileges of a schema are added to the usual privileges; those of a role replace them. */
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

export const defaultPrivileges = defineKind({
  kind: 'default privileges',
  plural: 'default privileges',
  scope: 'database',
  privileges: 'none',
  identity: 'name',
  rename: 'impossible',
  renamed: 'with relations',
  nameSpace: 'of its own',
  qualifies: 'nothing',
  owns: 'nothing',
  columns: 'none',
  stores: 'nothing',
  expressions: [],
  namedBy: [],
  namingAttribute: 'none',
  names: { text: 'definition', functions: 'with parentheses', casts: 'none', ownName: 'plain' },
  dependentsPrint: 'its definition',
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'in order',
  lostWith: 'nothing',
  addedLater: 'dropped along',
  plannedRename: 'found by shape',
  // They apply to every object that is created after them.
  isCreatedLast: () => true,
  mapRoles: (object, map) => mapNamedRole(object, { attribute: 'role', before: 'for role ', map }),
  fingerprint: [allRows('pg_default_acl')],
  tracked: [],
  parts: [],
  rowNames: {},
  writtenBySteps: 'seldom',
  rootsRead: 'all',
  readers: [reader],
  repair,
});

declare module '../model/object.js' {
  interface KindNames {
    'default privileges': true;
  }
}
