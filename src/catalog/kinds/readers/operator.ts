import { catalogText } from '../../../database/text-conversion.js';
import { isComparedSchema, isUserObject } from '../../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import { roleSql } from '../../kind/privileges-sql.js';
import type { Reader } from '../../kind/reader.js';
import { operatorName } from './signature-sql.js';

const reference = (column: string) => `(SELECT pg_catalog.format('OPERATOR(%I.%s)', xn.nspname, x.oprname)
      FROM pg_catalog.pg_operator AS x JOIN pg_catalog.pg_namespace AS xn ON xn.oid = x.oprnamespace
      WHERE x.oid = ${column})`;

/** An operator that another one names as its commutator or negator, and nobody defined, is a shell. */
const definition = `CASE WHEN o.oprcode = 0 THEN 'shell' ELSE pg_catalog.concat_ws(', ',
    'FUNCTION = ' || ${catalogText('o.oprcode')},
    CASE WHEN o.oprleft <> 0 THEN 'LEFTARG = ' || pg_catalog.format_type(o.oprleft, NULL) END,
    CASE WHEN o.oprright <> 0 THEN 'RIGHTARG = ' || pg_catalog.format_type(o.oprright, NULL) END,
    'COMMUTATOR = ' || ${reference('o.oprcom')}, 'NEGATOR = ' || ${reference('o.oprnegate')},
    CASE WHEN o.oprcanhash THEN 'HASHES' END, CASE WHEN o.oprcanmerge THEN 'MERGES' END) END`;

const operators = `
SELECT ${catalogText('o.oid')} AS root,
  ${operatorName('o.oid')} AS name,
  ${definition} AS definition,
  CASE WHEN o.oprrest <> 0 THEN ${catalogText('o.oprrest')} END AS restrict,
  CASE WHEN o.oprjoin <> 0 THEN ${catalogText('o.oprjoin')} END AS join, ${roleSql('o.oprowner')} AS owner
FROM pg_catalog.pg_operator AS o
  JOIN pg_catalog.pg_namespace AS n ON n.oid = o.oprnamespace
WHERE ${isUserObject({ catalog: 'pg_operator', oid: 'o.oid' })} AND ${isComparedSchema('n.nspname')}`;

export const operator: Reader<'operator', ObjectRow> = {
  kind: 'operator',
  root: 'pg_operator',
  rootOid: 'o.oid',
  query: (scope) => `${operators} ${scope}`,
  toObject: objectFrom('operator'),
};
