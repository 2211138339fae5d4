import { catalogText } from '../../database/text-conversion.js';
import { requiredText } from '../model/attribute.js';
import type { CatalogObject } from '../model/object.js';
import { allRows } from '../kind/fingerprint-member.js';
import { defineKind } from '../kind/kind.js';
import { isUserObject } from '../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import type { Reader } from '../kind/reader.js';
import { routineName } from './sql/signature-sql.js';
import { objectRepair } from './statements/object-repair.js';

const definition = `pg_catalog.concat_ws(', ',
    'FROM SQL WITH FUNCTION ' || ${routineName('t.trffromsql::pg_catalog.oid')},
    'TO SQL WITH FUNCTION ' || ${routineName('t.trftosql::pg_catalog.oid')})`;

const transforms = `
SELECT ${catalogText('t.oid')} AS root,
  pg_catalog.format('for %s language %I', pg_catalog.format_type(t.trftype, NULL), l.lanname) AS name,
  ${definition} AS definition
FROM pg_catalog.pg_transform AS t
  JOIN pg_catalog.pg_language AS l ON l.oid = t.trflang
WHERE ${isUserObject({ catalog: 'pg_transform', oid: 't.oid' })}`;

const reader: Reader<'transform', ObjectRow> = {
  kind: 'transform',
  root: 'pg_transform',
  rootOid: 't.oid',
  query: (scope) => `${transforms} ${scope}`,
  toObject: objectFrom('transform'),
};

const repair = objectRepair({
  kind: 'transform',
  sql: 'TRANSFORM',
  create: (object) => [create(object, 'CREATE')],
  alter: ({ to }) => [create(to, 'CREATE OR REPLACE')],
});

function create(object: CatalogObject, verb: string): string {
  return `${verb} TRANSFORM ${object.name} (${requiredText(object, 'definition')});`;
}

export const transform = defineKind({
  kind: 'transform',
  plural: 'transforms',
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
  names: { text: 'definition', functions: 'without parentheses', casts: 'none', ownName: 'with types' },
  dependentsPrint: 'its definition',
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'in order',
  lostWith: 'nothing',
  addedLater: 'kept',
  plannedRename: 'found by shape',
  fingerprint: [allRows('pg_transform')],
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
    transform: true;
  }
}
