import { catalogText } from '../../../database/text-conversion.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import { roleSql } from '../../kind/privileges-sql.js';
import type { Reader } from '../../kind/reader.js';
import { currentDatabase } from './database.js';

const role = `CASE WHEN s.setrole <> 0 THEN ${roleSql('s.setrole')} END`;

/** Of this database, of a role in it, and of a role in all databases (which the cluster shares). */
const settings = `
SELECT ${catalogText('s.setdatabase')} AS root,
  pg_catalog.concat(x.name, ' of ', CASE WHEN s.setrole <> 0 THEN 'role ' || ${role}
    WHEN s.setdatabase = 0 THEN 'all roles' END,
    CASE WHEN s.setdatabase <> 0 AND s.setrole <> 0 THEN ' in ' END,
    CASE WHEN s.setdatabase <> 0 THEN '${currentDatabase}' END) AS name,
  CASE WHEN s.setrole <> 0 THEN 'role' END AS parent_kind, ${role} AS parent_name,
  x.name AS parameter, ${role} AS role,
  CASE WHEN s.setdatabase <> 0 THEN '${currentDatabase}' END AS database, x.value
FROM pg_catalog.pg_db_role_setting AS s
  CROSS JOIN LATERAL (
    SELECT pg_catalog.split_part(item, '=', 1) AS name,
      pg_catalog.substr(item, pg_catalog.strpos(item, '=') + 1) AS value
    FROM pg_catalog.unnest(s.setconfig) AS item) AS x
WHERE (s.setdatabase = 0 OR s.setdatabase = (SELECT d.oid FROM pg_catalog.pg_database AS d
  WHERE d.datname = pg_catalog.current_database()))`;

export const setting: Reader<'setting', ObjectRow> = {
  kind: 'setting',
  root: 'pg_db_role_setting',
  rootOid: 's.setdatabase',
  query: (scope) => `${settings} ${scope}`,
  toObject: objectFrom('setting'),
};
