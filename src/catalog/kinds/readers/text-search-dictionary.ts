import { catalogText } from '../../../database/text-conversion.js';
import { isComparedSchema, isUserObject } from '../../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import { roleSql } from '../../kind/privileges-sql.js';
import type { Reader } from '../../kind/reader.js';

const dictionaries = `
SELECT ${catalogText('d.oid')} AS root, pg_catalog.format('%I.%I', n.nspname, d.dictname) AS name,
  pg_catalog.format('%I.%I', tn.nspname, t.tmplname) AS template, d.dictinitoption AS options,
  ${roleSql('d.dictowner')} AS owner
FROM pg_catalog.pg_ts_dict AS d
  JOIN pg_catalog.pg_namespace AS n ON n.oid = d.dictnamespace
  JOIN pg_catalog.pg_ts_template AS t ON t.oid = d.dicttemplate
  JOIN pg_catalog.pg_namespace AS tn ON tn.oid = t.tmplnamespace
WHERE ${isUserObject({ catalog: 'pg_ts_dict', oid: 'd.oid' })} AND ${isComparedSchema('n.nspname')}`;

export const textSearchDictionary: Reader<'text search dictionary', ObjectRow> = {
  kind: 'text search dictionary',
  root: 'pg_ts_dict',
  rootOid: 'd.oid',
  query: (scope) => `${dictionaries} ${scope}`,
  toObject: objectFrom('text search dictionary'),
};
