import { catalogText } from '../../database/text-conversion.js';
import type { CatalogObject } from '../model/object.js';
import { allRows } from '../kind/fingerprint-member.js';
import { defineKind } from '../kind/kind.js';
import { isComparedSchema, isUserObject } from '../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import { roleSql } from '../kind/privileges-sql.js';
import type { Reader } from '../kind/reader.js';
import type { Repair } from '../kind/repair.js';
import { relationKind, relationName } from './sql/relation-sql.js';

/** Where no target was set, it is -1 before PostgreSQL 17 and NULL since then. */
const statisticsObjects = `
SELECT ${catalogText('s.oid')} AS root, pg_catalog.format('%I.%I', n.nspname, s.stxname) AS name,
  ${relationKind} AS parent_kind, ${relationName} AS parent_name,
  pg_catalog.pg_get_statisticsobjdef(s.oid) AS definition, ${roleSql('s.stxowner')} AS owner,
  CASE WHEN s.stxstattarget >= 0 THEN ${catalogText('s.stxstattarget')} END AS target
FROM pg_catalog.pg_statistic_ext AS s
  JOIN pg_catalog.pg_namespace AS n ON n.oid = s.stxnamespace
  JOIN pg_catalog.pg_class AS c ON c.oid = s.stxrelid
WHERE ${isComparedSchema('n.nspname')} AND ${isUserObject({ catalog: 'pg_statistic_ext', oid: 's.oid' })}`;

const reader: Reader<'statistics', ObjectRow> = {
  kind: 'statistics',
  root: 'pg_statistic_ext',
  rootOid: 's.oid',
  query: (scope) => `${statisticsObjects} ${scope}`,
  toObject: objectFrom('statistics'),
};

function setTarget({ name, attributes }: CatalogObject): string {
  return `ALTER STATISTICS ${name} SET STATISTICS ${String(attributes.target ?? -1)};`;
}

function setOwner({ name, attributes }: CatalogObject): string {
  return `ALTER STATISTICS ${name} OWNER TO ${String(attributes.owner)};`;
}

const repair: Repair<'statistics'> = {
  kind: 'statistics',
  create: (object) => [
    `${String(object.attributes.definition)};`,
    setOwner(object),
    ...(object.attributes.target === undefined ? [] : [setTarget(object)]),
  ],
  drop: (object) => [`DROP STATISTICS ${object.name};`],
  alter: ({ to, attributes }) => {
    if (attributes.includes('definition')) return undefined;
    return [
      ...(attributes.includes('owner') ? [setOwner(to)] : []),
      ...(attributes.includes('target') ? [setTarget(to)] : []),
    ];
  },
};

export const statistics = defineKind({
  kind: 'statistics',
  plural: 'statistics',
  scope: 'database',
  privileges: 'none',
  identity: 'name',
  rename: 'in schema',
  renamed: 'with relations',
  nameSpace: 'of its own',
  qualifies: 'nothing',
  owns: 'nothing',
  columns: 'none',
  stores: 'nothing',
  expressions: ['definition'],
  namedBy: [],
  namingAttribute: 'none',
  names: { text: 'definition', functions: 'with parentheses', casts: 'implied', ownName: 'plain' },
  dependentsPrint: 'its definition',
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'before its table',
  lostWith: 'its parent',
  addedLater: 'dropped along',
  plannedRename: 'found by shape',
  fingerprint: [allRows('pg_statistic_ext')],
  tracked: [],
  parts: [],
  rowNames: {},
  writtenBySteps: 'seldom',
  rootsRead: 'by OID',
  readers: [reader],
  repair,
});

declare module '../model/object.js' {
  interface KindNames {
    statistics: true;
  }
}
