import { catalogText } from '../../../database/text-conversion.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import { privilegesSql, roleSql } from '../../kind/privileges-sql.js';
import type { Reader } from '../../kind/reader.js';

/**
 * The database has the same name wherever it is read, because what is proven on one database is
 * said about another.
 */
export const currentDatabase = 'current database';

const acl = { acl: 'd.datacl', kind: 'd', owner: 'd.datdba' } as const;

const databases = `
SELECT ${catalogText('d.oid')} AS root, '${currentDatabase}' AS name,
  CASE WHEN d.datconnlimit <> -1 THEN ${catalogText('d.datconnlimit')} END AS "connection limit",
  CASE WHEN NOT d.datallowconn THEN 'no' END AS "allow connections",
  CASE WHEN d.datistemplate THEN 'yes' END AS template,
  NULLIF(t.spcname, 'pg_default') AS tablespace,
  ${roleSql('d.datdba')} AS owner, ${privilegesSql(acl)} AS privileges
FROM pg_catalog.pg_database AS d
  JOIN pg_catalog.pg_tablespace AS t ON t.oid = d.dattablespace
WHERE d.datname = pg_catalog.current_database()`;

export const database: Reader<'database', ObjectRow> = {
  kind: 'database',
  root: 'pg_database',
  rootOid: 'd.oid',
  query: (scope) => `${databases} ${scope}`,
  toObject: objectFrom('database'),
};
