import { catalogText } from '../../database/text-conversion.js';
import { requiredText } from '../model/attribute.js';
import { allRows, ofUsers } from '../kind/fingerprint-member.js';
import { defineKind } from '../kind/kind.js';
import { isComparedSchema, isUserObject } from '../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import { roleSql } from '../kind/privileges-sql.js';
import type { Reader } from '../kind/reader.js';
import { objectRepair } from './statements/object-repair.js';

const definition = `pg_catalog.format('%sCONVERSION %I.%I FOR %L TO %L FROM %s',
    CASE WHEN c.condefault THEN 'DEFAULT ' END, n.nspname, c.conname,
    pg_catalog.pg_encoding_to_char(c.conforencoding), pg_catalog.pg_encoding_to_char(c.contoencoding),
    ${catalogText('c.conproc')})`;

const conversions = `
SELECT ${catalogText('c.oid')} AS root, pg_catalog.format('%I.%I', n.nspname, c.conname) AS name,
  ${definition} AS definition, ${roleSql('c.conowner')} AS owner
FROM pg_catalog.pg_conversion AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.connamespace
WHERE ${isUserObject({ catalog: 'pg_conversion', oid: 'c.oid' })} AND ${isComparedSchema('n.nspname')}`;

const reader: Reader<'conversion', ObjectRow> = {
  kind: 'conversion',
  root: 'pg_conversion',
  rootOid: 'c.oid',
  query: (scope) => `${conversions} ${scope}`,
  toObject: objectFrom('conversion'),
};

const repair = objectRepair({
  kind: 'conversion',
  sql: 'CONVERSION',
  create: (object) => [`CREATE ${requiredText(object, 'definition')};`],
});

export const conversion = defineKind({
  kind: 'conversion',
  plural: 'conversions',
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
  fingerprint: [{ ...allRows('pg_conversion'), where: ofUsers('m.oid') }],
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
    conversion: true;
  }
}
