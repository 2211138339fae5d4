import { catalogText } from '../../../database/text-conversion.js';
import { isComparedSchema, isUserObject } from '../../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import type { Reader } from '../../kind/reader.js';

const parsers = `
SELECT ${catalogText('p.oid')} AS root, pg_catalog.format('%I.%I', n.nspname, p.prsname) AS name,
  pg_catalog.concat('START = ', p.prsstart, ', GETTOKEN = ', p.prstoken, ', END = ', p.prsend,
    ', LEXTYPES = ', p.prslextype,
    CASE WHEN p.prsheadline <> 0 THEN ', HEADLINE = ' || ${catalogText('p.prsheadline')} END) AS definition
FROM pg_catalog.pg_ts_parser AS p
  JOIN pg_catalog.pg_namespace AS n ON n.oid = p.prsnamespace
WHERE ${isUserObject({ catalog: 'pg_ts_parser', oid: 'p.oid' })} AND ${isComparedSchema('n.nspname')}`;

export const textSearchParser: Reader<'text search parser', ObjectRow> = {
  kind: 'text search parser',
  root: 'pg_ts_parser',
  rootOid: 'p.oid',
  query: (scope) => `${parsers} ${scope}`,
  toObject: objectFrom('text search parser'),
};
