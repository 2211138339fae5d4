import { catalogText } from '../../../database/text-conversion.js';
import { isComparedSchema, isUserObject } from '../../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import type { Reader } from '../../kind/reader.js';

const templates = `
SELECT ${catalogText('t.oid')} AS root, pg_catalog.format('%I.%I', n.nspname, t.tmplname) AS name,
  pg_catalog.concat(CASE WHEN t.tmplinit <> 0 THEN 'INIT = ' || ${catalogText('t.tmplinit')} || ', ' END,
    'LEXIZE = ', t.tmpllexize) AS definition
FROM pg_catalog.pg_ts_template AS t
  JOIN pg_catalog.pg_namespace AS n ON n.oid = t.tmplnamespace
WHERE ${isUserObject({ catalog: 'pg_ts_template', oid: 't.oid' })} AND ${isComparedSchema('n.nspname')}`;

export const textSearchTemplate: Reader<'text search template', ObjectRow> = {
  kind: 'text search template',
  root: 'pg_ts_template',
  rootOid: 't.oid',
  query: (scope) => `${templates} ${scope}`,
  toObject: objectFrom('text search template'),
};
