import { catalogText } from '../../../database/text-conversion.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import { roleSql } from '../../kind/privileges-sql.js';
import type { Reader } from '../../kind/reader.js';
import { relationName, relationsOfUsers } from './relation-sql.js';

/** Role 0 is PUBLIC, the default. */
const roles = `CASE WHEN pol.polroles <> '{0}' THEN ARRAY(
    SELECT ${roleSql('role')} COLLATE "C" FROM pg_catalog.unnest(pol.polroles) AS role ORDER BY 1) END`;

const policies = `
SELECT ${catalogText('pol.polrelid')} AS root,
  pg_catalog.quote_ident(pol.polname) || ' on ' || ${relationName} AS name,
  'table' AS parent_kind, ${relationName} AS parent_name,
  CASE WHEN NOT pol.polpermissive THEN 'restrictive' END AS "as",
  CASE pol.polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update'
    WHEN 'd' THEN 'delete' END AS "for",
  ${roles} AS "to",
  pg_catalog.pg_get_expr(pol.polqual, pol.polrelid) AS "using",
  pg_catalog.pg_get_expr(pol.polwithcheck, pol.polrelid) AS "with check"
FROM pg_catalog.pg_policy AS pol
  JOIN pg_catalog.pg_class AS c ON c.oid = pol.polrelid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE ${relationsOfUsers(['r', 'p'])}`;

export const policy: Reader<'policy', ObjectRow> = {
  kind: 'policy',
  root: 'pg_class',
  rootOid: 'c.oid',
  member: 'pg_policy',
  query: (scope) => `${policies} ${scope}`,
  toObject: objectFrom('policy'),
};
