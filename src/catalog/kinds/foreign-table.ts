import type { CatalogObject } from '../model/object.js';
import { defineKind } from '../kind/kind.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import type { Reader } from '../kind/reader.js';
import type { AlterChange, Repair, RepairContext } from '../kind/repair.js';
import { comparedRelations, relationColumns, sortedList } from './sql/relation-sql.js';
import { columnOrder, treeColumns } from './sql/table-sql.js';
import { movesPartition } from './statements/family.js';
import { changeOwnership, createWithOwner, dropWithPrivileges } from './statements/owner-and-privileges.js';
import { changeForeignOptions, withForeignOptions } from './statements/storage-parameters.js';
import { attachPartition, columnList, detachPartition, inherits } from './table/new-table.js';
import { detachReferenced, incompleteIndexes } from './table/repair.js';

const foreignTables = `
SELECT ${relationColumns('r')}, pg_catalog.quote_ident(s.srvname) AS server,
  ${sortedList('ft.ftoptions')} AS options, ${treeColumns}, ${columnOrder}
FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_foreign_table AS ft ON ft.ftrelid = c.oid
  JOIN pg_catalog.pg_foreign_server AS s ON s.oid = ft.ftserver
WHERE ${comparedRelations(['f'], 'r')}`;

const reader: Reader<'foreign table', ObjectRow> = {
  kind: 'foreign table',
  root: 'pg_class',
  rootOid: 'c.oid',
  member: 'pg_foreign_table',
  query: (scope) => `${foreignTables} ${scope}`,
  toObject: objectFrom('foreign table'),
};

const held = { acl: 'r', alter: 'FOREIGN TABLE', on: 'TABLE' } as const;

function create(table: CatalogObject, context: RepairContext): string {
  const { server, options } = table.attributes;
  const columns = columnList(table, context);
  return `CREATE FOREIGN TABLE ${table.name} (${columns})${inherits(table)} SERVER ${String(server)}${withForeignOptions(options)};`;
}

function alter({ from, to, attributes }: AlterChange): readonly string[] | undefined {
  if (['server', 'inherits'].some((name) => attributes.includes(name))) return undefined;
  return [
    ...changeForeignOptions({
      statement: `ALTER FOREIGN TABLE ${to.name}`,
      from: from.attributes.options,
      to: to.attributes.options,
    }),
    ...changeOwnership({ from, to }, held),
  ];
}

const repair: Repair<'foreign table'> = {
  kind: 'foreign table',
  create: createWithOwner(held, (object, context) => [create(object, context)]),
  finish: attachPartition,
  drop: dropWithPrivileges(held, ({ name }) => `DROP FOREIGN TABLE ${name};`),
  alsoRecreated: incompleteIndexes,
  prepareDrop: detachReferenced,
  prepareAlter: ({ from, to }) => (movesPartition(from, to) ? detachPartition(from) : []),
  alter,
  finishAltered: ({ from, to }) => (movesPartition(from, to) ? attachPartition(to) : []),
};

export const foreignTable = defineKind({
  kind: 'foreign table',
  plural: 'foreign tables',
  scope: 'database',
  privileges: 'r',
  identity: 'own OID',
  rename: 'in schema',
  renamed: 'with relations',
  nameSpace: 'relations',
  qualifies: 'nothing',
  owns: 'nothing',
  columns: 'its own',
  stores: 'nothing',
  expressions: ['partition bound'],
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
  fingerprint: [{ catalog: 'pg_foreign_table', root: 'pg_class', rootOid: 'm.ftrelid' }],
  tracked: [
    {
      catalog: 'pg_class',
      root: 'pg_class',
      rootOid: 'm.oid',
      where: "m.relkind IN ('f')",
      kinds: ['foreign table'],
    },
    { catalog: 'pg_foreign_table', root: 'pg_class', rootOid: 'm.ftrelid', kinds: ['foreign table'] },
  ],
  parts: [],
  rowNames: {},
  writtenBySteps: 'often',
  rootsRead: 'by OID',
  readers: [reader],
  repair,
});

declare module '../model/object.js' {
  interface KindNames {
    'foreign table': true;
  }
}
