import { catalogText } from '../../../database/text-conversion.js';
import { isUserObject } from '../../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import type { Reader } from '../../kind/reader.js';
import { castName, routineName } from './signature-sql.js';

const definition = `pg_catalog.concat(CASE c.castmethod WHEN 'f' THEN 'WITH FUNCTION ' || ${routineName('c.castfunc')}
      WHEN 'i' THEN 'WITH INOUT' ELSE 'WITHOUT FUNCTION' END,
    CASE c.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' END)`;

/** The cast between a range and its multirange belongs to the type. */
const isInternal = `EXISTS (SELECT FROM pg_catalog.pg_depend AS d
    WHERE d.classid = 'pg_catalog.pg_cast'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'i')`;

const casts = `
SELECT ${catalogText('c.oid')} AS root,
  ${castName} AS name,
  ${definition} AS definition
FROM pg_catalog.pg_cast AS c
WHERE ${isUserObject({ catalog: 'pg_cast', oid: 'c.oid' })} AND NOT ${isInternal}`;

export const cast: Reader<'cast', ObjectRow> = {
  kind: 'cast',
  root: 'pg_cast',
  rootOid: 'c.oid',
  query: (scope) => `${casts} ${scope}`,
  toObject: objectFrom('cast'),
};
