import { catalogText } from '../../../database/text-conversion.js';
import { firstUserOid } from '../../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import { roleSql } from '../../kind/privileges-sql.js';
import type { Reader } from '../../kind/reader.js';

/** What initdb grants: `pg_monitor` is in these (manual, "Predefined Roles"). */
const isOfInitdb = `(m.roleid < ${firstUserOid} AND ${roleSql('m.member')} = 'pg_monitor'
    AND ${roleSql('m.roleid')} IN ('pg_read_all_settings', 'pg_read_all_stats', 'pg_stat_scan_tables'))`;

/**
 * Since PostgreSQL 16 a membership has options of its own and can be granted by several roles; the
 * grantor is named where it is not the bootstrap superuser (OID 10). What INHERIT is when it is not
 * given depends on the member, so it is always told.
 */
function memberships(major: number): string {
  const grantor = `CASE WHEN m.grantor <> 10 THEN ${roleSql('m.grantor')} END`;
  const later = `
  CASE WHEN m.inherit_option THEN 'yes' ELSE 'no' END AS inherit, CASE WHEN NOT m.set_option THEN 'no' END AS set,
  ${grantor} AS grantor,`;
  return `
SELECT ${catalogText('m.roleid')} AS root,
  pg_catalog.concat(${roleSql('m.member')}, ' in ', ${roleSql('m.roleid')}${
    major < 16 ? '' : `, ' granted by ' || ${grantor}`
  }) AS name,
  CASE WHEN m.member >= ${firstUserOid} THEN 'role' END AS parent_kind, ${roleSql('m.member')} AS parent_name,
  CASE WHEN m.roleid >= ${firstUserOid} THEN 'role' END AS owner_kind, ${roleSql('m.roleid')} AS owner_name,
  ${roleSql('m.member')} AS member, ${roleSql('m.roleid')} AS "group",${major < 16 ? '' : later}
  CASE WHEN m.admin_option THEN 'yes' END AS admin
FROM pg_catalog.pg_auth_members AS m
WHERE NOT ${isOfInitdb}`;
}

export const roleMembership: Reader<'role membership', ObjectRow> = {
  kind: 'role membership',
  root: 'pg_auth_members',
  rootOid: 'm.roleid',
  query: (scope, { major }) => `${memberships(major)} ${scope}`,
  toObject: objectFrom('role membership'),
};
