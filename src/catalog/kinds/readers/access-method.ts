import { catalogText } from '../../../database/text-conversion.js';
import { isUserObject } from '../../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import type { Reader } from '../../kind/reader.js';

const accessMethods = `
SELECT ${catalogText('a.oid')} AS root, pg_catalog.quote_ident(a.amname) AS name,
  CASE a.amtype WHEN 'i' THEN 'index' ELSE 'table' END AS type, ${catalogText('a.amhandler')} AS handler
FROM pg_catalog.pg_am AS a
WHERE ${isUserObject({ catalog: 'pg_am', oid: 'a.oid' })}`;

export const accessMethod: Reader<'access method', ObjectRow> = {
  kind: 'access method',
  root: 'pg_am',
  rootOid: 'a.oid',
  query: (scope) => `${accessMethods} ${scope}`,
  toObject: objectFrom('access method'),
};
