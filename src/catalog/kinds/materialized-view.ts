import type { CatalogObject } from '../model/object.js';
import { defineKind } from '../kind/kind.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import type { Reader } from '../kind/reader.js';
import type { AlterChange, Repair } from '../kind/repair.js';
import { dependsOnExtension } from './sql/extension-dependence-sql.js';
import { accessMethod, comparedRelations, relationColumns, tablespace } from './sql/relation-sql.js';
import { replicaIdentitySql, tableOptions } from './sql/table-sql.js';
import { changeDependence } from './statements/extension-dependence.js';
import { changeOwnership, createWithOwner, dropWithPrivileges } from './statements/owner-and-privileges.js';
import { replicaIdentity } from './statements/replica-identity.js';
import { changeParameters, withParameters } from './statements/storage-parameters.js';

const materializedViews = `
SELECT ${relationColumns('r')},
  pg_catalog.btrim(pg_catalog.pg_get_viewdef(c.oid), E' ;\\n') AS definition,
  CASE WHEN NOT c.relispopulated THEN 'no' END AS populated,
  ${tableOptions} AS options, ${accessMethod} AS "access method", ${tablespace} AS tablespace,
  ${replicaIdentitySql}, ${dependsOnExtension('pg_class', 'c.oid')}
FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_am AS am ON am.oid = c.relam
WHERE ${comparedRelations(['m'], 'r')}`;

const reader: Reader<'materialized view', ObjectRow> = {
  kind: 'materialized view',
  root: 'pg_class',
  rootOid: 'c.oid',
  query: (scope) => `${materializedViews} ${scope}`,
  toObject: objectFrom('materialized view'),
};

const held = { acl: 'r', alter: 'MATERIALIZED VIEW', on: 'TABLE' } as const;

function create(object: CatalogObject): string {
  const { attributes } = object;
  const method = attributes['access method'];
  return [
    `CREATE MATERIALIZED VIEW ${object.name}`,
    method === undefined ? '' : ` USING ${String(method)}`,
    withParameters(attributes.options),
    attributes.tablespace === undefined ? '' : ` TABLESPACE ${String(attributes.tablespace)}`,
    ` AS ${String(attributes.definition)}`,
    attributes.populated === undefined ? ';' : ' WITH NO DATA;',
  ].join('');
}

function alter({ from, to, attributes }: AlterChange): readonly string[] | undefined {
  if (['definition', 'access method'].some((name) => attributes.includes(name))) return undefined;
  const statement = `ALTER MATERIALIZED VIEW ${to.name}`;
  return [
    ...changeParameters({ statement, from: from.attributes.options, to: to.attributes.options }),
    ...(attributes.includes('tablespace')
      ? [`${statement} SET TABLESPACE ${String(to.attributes.tablespace ?? 'pg_default')};`]
      : []),
    ...changeOwnership({ from, to }, held),
    ...changeDependence(`MATERIALIZED VIEW ${to.name}`, from, to),
    ...(attributes.includes('populated') ? [refresh(to)] : []),
  ];
}

function refresh({ name, attributes }: CatalogObject): string {
  return `REFRESH MATERIALIZED VIEW ${name}${attributes.populated === undefined ? '' : ' WITH NO DATA'};`;
}

const repair: Repair<'materialized view'> = {
  kind: 'materialized view',
  create: createWithOwner(held, (object) => [create(object)]),
  // The replica identity can use an index of the view.
  finish: (object) => [
    ...changeDependence(`MATERIALIZED VIEW ${object.name}`, undefined, object),
    ...(object.attributes['replica identity'] === undefined ? [] : replicaIdentity(object)),
  ],
  finishAltered: ({ to, attributes }) => (attributes.includes('replica identity') ? replicaIdentity(to) : []),
  drop: dropWithPrivileges(held, ({ name }) => `DROP MATERIALIZED VIEW ${name};`),
  alter,
};

export const materializedView = defineKind({
  kind: 'materialized view',
  plural: 'materialized views',
  scope: 'database',
  privileges: 'r',
  identity: 'own OID',
  rename: 'in schema',
  renamed: 'with relations',
  nameSpace: 'relations',
  qualifies: 'nothing',
  owns: 'nothing',
  columns: 'of its query',
  stores: 'nothing',
  expressions: ['definition'],
  namedBy: 'everywhere',
  namingAttribute: 'none',
  names: { text: 'definition', functions: 'with parentheses', casts: 'implied', ownName: 'plain' },
  dependentsPrint: 'its name',
  onColumnType: 'recreated',
  created: 'after its parent',
  dropped: 'in order',
  lostWith: 'nothing',
  addedLater: 'kept',
  plannedRename: 'found by shape',
  fingerprint: [],
  tracked: [
    {
      catalog: 'pg_class',
      root: 'pg_class',
      rootOid: 'm.oid',
      where: "m.relkind IN ('m')",
      kinds: ['materialized view'],
    },
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
    'materialized view': true;
  }
}
