import { catalogText } from '../../database/text-conversion.js';
import { allRows, nameHash } from '../kind/fingerprint-member.js';
import { defineKind } from '../kind/kind.js';
import { isComparedSchema, isUserObject, originSql } from '../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import { hasChangedPrivileges, privilegesSql, roleSql } from '../kind/privileges-sql.js';
import type { Reader } from '../kind/reader.js';
import type { Repair } from '../kind/repair.js';
import { changeOwnership, createWithOwner, dropWithPrivileges } from './statements/owner-and-privileges.js';

const address = { catalog: 'pg_namespace', oid: 'n.oid' } as const;
const acl = { acl: 'n.nspacl', kind: 'n', owner: 'n.nspowner' } as const;

/** initdb creates `public`, but users drop it, grant privileges on it and change its owner. */
const schemas = `
SELECT ${catalogText('n.oid')} AS root, pg_catalog.quote_ident(n.nspname) AS name,
  CASE WHEN n.nspname <> 'public' THEN ${originSql(address)} END AS "part of",
  ${roleSql('n.nspowner')} AS owner, ${privilegesSql(acl)} AS privileges
FROM pg_catalog.pg_namespace AS n
WHERE ${isComparedSchema('n.nspname')} AND (n.nspname = 'public'
  OR ${isUserObject(address)} OR ${hasChangedPrivileges({ ...address, ...acl })})`;

const reader: Reader<'schema', ObjectRow> = {
  kind: 'schema',
  root: 'pg_namespace',
  rootOid: 'n.oid',
  query: (scope) => `${schemas} ${scope}`,
  toObject: objectFrom('schema'),
};

const held = { acl: 'n', alter: 'SCHEMA' } as const;

const repair: Repair<'schema'> = {
  kind: 'schema',
  create: createWithOwner(held, ({ name }) => [`CREATE SCHEMA ${name};`]),
  drop: dropWithPrivileges(held, ({ name }) => `DROP SCHEMA ${name};`),
  alter: (change) => changeOwnership(change, held),
  rename: ({ from, to }) => ({
    statements: [`ALTER SCHEMA ${from.name} RENAME TO ${to.name};`],
    changes: [{ from: `${from.name}.`, to: `${to.name}.` }],
  }),
};

export const schema = defineKind({
  kind: 'schema',
  plural: 'schemas',
  scope: 'database',
  privileges: 'n',
  identity: 'name',
  rename: 'specially',
  renamed: 'first',
  nameSpace: 'of its own',
  qualifies: 'the names of its objects',
  owns: 'nothing',
  columns: 'none',
  stores: 'nothing',
  expressions: [],
  namedBy: ['default privileges', 'publication', 'extension'],
  namingAttribute: 'none',
  names: { text: 'definition', functions: 'with parentheses', casts: 'none', ownName: 'plain' },
  dependentsPrint: 'its definition',
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'in order',
  lostWith: 'nothing',
  addedLater: 'kept',
  plannedRename: 'given',
  fingerprint: [
    allRows('pg_namespace'),
    // Other objects print its name without an entry in pg_depend.
    {
      ...allRows('pg_namespace'),
      catalog: 'pg_namespace names',
      value: nameHash('nspname'),
      wide: 'changed',
    },
  ],
  tracked: [],
  parts: [],
  rowNames: { pg_namespace: ['m.oid', 'm.nspname'] },
  writtenBySteps: 'seldom',
  rootsRead: 'by OID',
  readers: [reader],
  repair,
});

declare module '../model/object.js' {
  interface KindNames {
    schema: true;
  }
}
