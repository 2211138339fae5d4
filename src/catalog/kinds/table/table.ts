import { allRows, ofUsers } from '../../kind/fingerprint-member.js';
import { defineKind } from '../../kind/kind.js';
import { tableOf } from '../../kind/tracked-member.js';
import { reader } from './reader.js';
import { repair } from './repair.js';

export const table = defineKind({
  kind: 'table',
  plural: 'tables',
  scope: 'database',
  privileges: 'r',
  identity: 'own OID',
  rename: 'in schema',
  renamed: 'with relations',
  nameSpace: 'relations',
  qualifies: 'nothing',
  owns: 'nothing',
  columns: 'its own',
  stores: 'rows',
  expressions: ['partition by', 'partition bound'],
  namedBy: 'everywhere',
  namingAttribute: 'none',
  names: { text: 'definition', functions: 'with parentheses', casts: 'none', ownName: 'plain' },
  dependentsPrint: 'its name',
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'in order',
  lostWith: 'nothing',
  addedLater: 'kept',
  plannedRename: 'given',
  fingerprint: [
    {
      ...allRows('pg_class'),
      where: `(${ofUsers('m.oid')} OR m.relacl IS NOT NULL) AND m.relkind <> 't' AND m.relnamespace <> 99`,
    },
    {
      ...allRows('pg_class'),
      catalog: 'pg_class of TOAST',
      where: `m.relkind = 't' AND m.reloptions IS NOT NULL AND ${ofUsers('m.oid')}`,
    },
    { catalog: 'pg_inherits', root: 'pg_class', rootOid: 'm.inhrelid' },
    { catalog: 'pg_partitioned_table', root: 'pg_class', rootOid: 'm.partrelid' },
  ],
  tracked: [
    {
      catalog: 'pg_class',
      root: 'pg_class',
      rootOid: 'm.oid',
      where: "m.relkind IN ('r', 'p')",
      kinds: ['table'],
    },
    {
      catalog: 'pg_class',
      root: 'pg_class',
      rootOid: '(SELECT t.oid FROM pg_catalog.pg_class AS t WHERE t.reltoastrelid = m.oid)',
      where: "m.relkind = 't' AND m.reloptions IS NOT NULL",
      kinds: [],
      again: ['table', 'materialized view'],
    },
    {
      catalog: 'pg_inherits',
      root: 'pg_class',
      rootOid: tableOf('m.inhrelid'),
      kinds: [],
      again: ['table', 'foreign table', 'index', 'column', 'constraint'],
    },
    { catalog: 'pg_partitioned_table', root: 'pg_class', rootOid: 'm.partrelid', kinds: ['table'] },
  ],
  parts: [],
  rowNames: {
    // TOAST tables (in schema 99) get new names when a table is rewritten.
    pg_class: [
      'm.oid',
      "CASE WHEN m.relnamespace <> 99 THEN pg_catalog.concat(m.relnamespace, '.', m.relname) END",
    ],
  },
  writtenBySteps: 'often',
  rootsRead: 'by OID',
  readers: [reader],
  repair,
});

declare module '../../model/object.js' {
  interface KindNames {
    table: true;
  }
}
