import { catalogText } from '../../../database/text-conversion.js';
import { isUserObject } from '../../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import type { Reader } from '../../kind/reader.js';
import { routineName } from './signature-sql.js';

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

export const transform: Reader<'transform', ObjectRow> = {
  kind: 'transform',
  root: 'pg_transform',
  rootOid: 't.oid',
  query: (scope) => `${transforms} ${scope}`,
  toObject: objectFrom('transform'),
};
