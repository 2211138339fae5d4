import { catalogText } from '../../database/text-conversion.js';
import { requiredText } from '../model/attribute.js';
import { allRows, ofUsers } from '../kind/fingerprint-member.js';
import { defineKind } from '../kind/kind.js';
import { isComparedSchema, isUserObject } from '../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import type { Reader } from '../kind/reader.js';
import { objectRepair } from './statements/object-repair.js';

const parsers = `
SELECT ${catalogText('p.oid')} AS root, pg_catalog.format('%I.%I', n.nspname, p.prsname) AS name,
  pg_catalog.concat('START = ', p.prsstart, ', GETTOKEN = ', p.prstoken, ', END = ', p.prsend,
    ', LEXTYPES = ', p.prslextype,
    CASE WHEN p.prsheadline <> 0 THEN ', HEADLINE = ' || ${catalogText('p.prsheadline')} END) AS definition
FROM pg_catalog.pg_ts_parser AS p
  JOIN pg_catalog.pg_namespace AS n ON n.oid = p.prsnamespace
WHERE ${isUserObject({ catalog: 'pg_ts_parser', oid: 'p.oid' })} AND ${isComparedSchema('n.nspname')}`;

const reader: Reader<'text search parser', ObjectRow> = {
  kind: 'text search parser',
  root: 'pg_ts_parser',
  rootOid: 'p.oid',
  query: (scope) => `${parsers} ${scope}`,
  toObject: objectFrom('text search parser'),
};

const repair = objectRepair({
  kind: 'text search parser',
  sql: 'TEXT SEARCH PARSER',
  create: (object) => [`CREATE TEXT SEARCH PARSER ${object.name} (${requiredText(object, 'definition')});`],
});

export const textSearchParser = defineKind({
  kind: 'text search parser',
  plural: 'text search parsers',
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
  fingerprint: [{ ...allRows('pg_ts_parser'), where: ofUsers('m.oid') }],
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
    'text search parser': true;
  }
}
