import { catalogText } from '../../database/text-conversion.js';
import { requiredText } from '../model/attribute.js';
import { allRows, ofUsers } from '../kind/fingerprint-member.js';
import { defineKind } from '../kind/kind.js';
import { isComparedSchema, isUserObject } from '../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import type { Reader } from '../kind/reader.js';
import { objectRepair } from './statements/object-repair.js';

const templates = `
SELECT ${catalogText('t.oid')} AS root, pg_catalog.format('%I.%I', n.nspname, t.tmplname) AS name,
  pg_catalog.concat(CASE WHEN t.tmplinit <> 0 THEN 'INIT = ' || ${catalogText('t.tmplinit')} || ', ' END,
    'LEXIZE = ', t.tmpllexize) AS definition
FROM pg_catalog.pg_ts_template AS t
  JOIN pg_catalog.pg_namespace AS n ON n.oid = t.tmplnamespace
WHERE ${isUserObject({ catalog: 'pg_ts_template', oid: 't.oid' })} AND ${isComparedSchema('n.nspname')}`;

const reader: Reader<'text search template', ObjectRow> = {
  kind: 'text search template',
  root: 'pg_ts_template',
  rootOid: 't.oid',
  query: (scope) => `${templates} ${scope}`,
  toObject: objectFrom('text search template'),
};

const repair = objectRepair({
  kind: 'text search template',
  sql: 'TEXT SEARCH TEMPLATE',
  create: (object) => [`CREATE TEXT SEARCH TEMPLATE ${object.name} (${requiredText(object, 'definition')});`],
});

export const textSearchTemplate = defineKind({
  kind: 'text search template',
  plural: 'text search templates',
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
  expressions: [],
  namedBy: 'everywhere',
  namingAttribute: 'none',
  names: { text: 'definition', functions: 'without parentheses', casts: 'none', ownName: 'plain' },
  dependentsPrint: 'its definition',
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'in order',
  lostWith: 'nothing',
  addedLater: 'kept',
  plannedRename: 'found by shape',
  fingerprint: [{ ...allRows('pg_ts_template'), where: ofUsers('m.oid') }],
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
    'text search template': true;
  }
}
