import { quoteLiteral } from '../../database/quote.js';
import { catalogText } from '../../database/text-conversion.js';
import { listOf, requiredText } from '../model/attribute.js';
import { allRows, nameHash, ofUsers } from '../kind/fingerprint-member.js';
import { defineKind } from '../kind/kind.js';
import { firstUserOid } from '../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import { settableOptionsSql } from '../kind/options-sql.js';
import { privilegesSql, roleSql } from '../kind/privileges-sql.js';
import type { Reader } from '../kind/reader.js';
import { objectRepair } from './statements/object-repair.js';

const acl = { acl: 't.spcacl', kind: 't', owner: 't.spcowner' } as const;

const tablespaces = `
SELECT ${catalogText('t.oid')} AS root, pg_catalog.quote_ident(t.spcname) AS name,
  NULLIF(pg_catalog.pg_tablespace_location(t.oid), '') AS location,
  ${settableOptionsSql({ options: 't.spcoptions', holder: 'tablespace' })} AS options,
  ${roleSql('t.spcowner')} AS owner, ${privilegesSql(acl)} AS privileges
FROM pg_catalog.pg_tablespace AS t
WHERE t.oid >= ${firstUserOid}`;

const reader: Reader<'tablespace', ObjectRow> = {
  kind: 'tablespace',
  root: 'pg_tablespace',
  rootOid: 't.oid',
  query: (scope) => `${tablespaces} ${scope}`,
  toObject: objectFrom('tablespace'),
};

const repair = objectRepair({
  kind: 'tablespace',
  sql: 'TABLESPACE',
  privileges: { acl: 't' },
  create: (object) => {
    const options = listOf(object, 'options');
    const having = options.length === 0 ? '' : ` WITH (${options.join(', ')})`;
    return [
      `CREATE TABLESPACE ${object.name} LOCATION ${quoteLiteral(requiredText(object, 'location'))}${having};`,
    ];
  },
  alter: ({ from, to, attributes }) => {
    if (attributes.includes('location')) return undefined;
    const after = listOf(to, 'options');
    const names = new Set(after.map(nameOf));
    const removed = listOf(from, 'options')
      .map(nameOf)
      .filter((name) => !names.has(name));
    return [
      ...(after.length === 0 ? [] : [`ALTER TABLESPACE ${to.name} SET (${after.join(', ')});`]),
      ...(removed.length === 0 ? [] : [`ALTER TABLESPACE ${to.name} RESET (${removed.join(', ')});`]),
    ];
  },
});

function nameOf(option: string): string {
  return option.slice(0, option.indexOf('='));
}

export const tablespace = defineKind({
  kind: 'tablespace',
  plural: 'tablespaces',
  scope: 'cluster',
  privileges: 't',
  identity: 'name',
  rename: 'impossible',
  renamed: 'with relations',
  nameSpace: 'of its own',
  qualifies: 'nothing',
  owns: 'nothing',
  columns: 'none',
  stores: 'nothing',
  expressions: [],
  namedBy: ['table', 'materialized view', 'index', 'constraint'],
  namingAttribute: 'none',
  names: { text: 'definition', functions: 'with parentheses', casts: 'none', ownName: 'plain' },
  dependentsPrint: 'its definition',
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'last',
  lostWith: 'nothing',
  addedLater: 'kept',
  plannedRename: 'given',
  fingerprint: [
    { ...allRows('pg_tablespace'), where: ofUsers('m.oid') },
    // Other objects print its name without an entry in pg_depend.
    {
      ...allRows('pg_tablespace'),
      catalog: 'pg_tablespace names',
      value: nameHash('spcname'),
      wide: 'changed',
    },
  ],
  sharedRows: { catalog: 'pg_tablespace', name: 'm.spcname' },
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
    tablespace: true;
  }
}
