import { catalogText } from '../../database/text-conversion.js';
import { requiredText, textOf } from '../model/attribute.js';
import type { CatalogObject } from '../model/object.js';
import { defineKind } from '../kind/kind.js';
import { firstUserOid } from '../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import { roleSql } from '../kind/privileges-sql.js';
import type { Reader } from '../kind/reader.js';
import type { Repair } from '../kind/repair.js';

/** Memberships that initdb creates, those of `pg_monitor` (manual, "Predefined Roles"). */
const isOfInitdb = `(m.roleid < ${firstUserOid} AND ${roleSql('m.member')} = 'pg_monitor'
    AND ${roleSql('m.roleid')} IN ('pg_read_all_settings', 'pg_read_all_stats', 'pg_stat_scan_tables'))`;

/**
 * Since PostgreSQL 16 a membership has options of its own and can be granted by several roles; the grantor is
 * named where it is not the bootstrap superuser (OID 10). The default of INHERIT depends on the member, so it
 * is always included.
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

const reader: Reader<'role membership', ObjectRow> = {
  kind: 'role membership',
  root: 'pg_auth_members',
  rootOid: 'm.roleid',
  query: (scope, { major }) => `${memberships(major)} ${scope}`,
  toObject: objectFrom('role membership'),
};

/** Has no `alter`: a membership with other options is revoked and granted again. */
const repair: Repair<'role membership'> = {
  kind: 'role membership',
  create: (object) => [
    `GRANT ${requiredText(object, 'group')} TO ${requiredText(object, 'member')}${options(object)}${grantor(object)};`,
  ],
  drop: (object) => [
    `REVOKE ${requiredText(object, 'group')} FROM ${requiredText(object, 'member')}${grantor(object)};`,
  ],
};

/** INHERIT and SET exist since PostgreSQL 16; only there does the reader return them. */
function options(object: CatalogObject): string {
  const inherit = textOf(object, 'inherit');
  const admin = textOf(object, 'admin') === 'yes';
  if (inherit === undefined) return admin ? ' WITH ADMIN OPTION' : '';
  const chosen = [
    ...(admin ? ['ADMIN TRUE'] : []),
    `INHERIT ${inherit === 'yes' ? 'TRUE' : 'FALSE'}`,
    ...(textOf(object, 'set') === 'no' ? ['SET FALSE'] : []),
  ];
  return ` WITH ${chosen.join(', ')}`;
}

function grantor(object: CatalogObject): string {
  const role = textOf(object, 'grantor');
  return role === undefined ? '' : ` GRANTED BY ${role}`;
}

export const roleMembership = defineKind({
  kind: 'role membership',
  plural: 'role memberships',
  scope: 'cluster',
  privileges: 'none',
  identity: 'name',
  rename: 'impossible',
  renamed: 'with relations',
  nameSpace: 'of its own',
  qualifies: 'nothing',
  owns: 'nothing',
  columns: 'none',
  stores: 'nothing',
  expressions: [],
  namedBy: [],
  namingAttribute: 'none',
  names: { text: 'definition', functions: 'with parentheses', casts: 'none', ownName: 'plain' },
  dependentsPrint: 'its definition',
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'in order',
  lostWith: 'nothing',
  addedLater: 'kept',
  plannedRename: 'found by shape',
  fingerprint: [{ catalog: 'pg_auth_members', root: 'pg_auth_members', rootOid: 'm.roleid' }],
  sharedRows: { catalog: 'pg_auth_members' },
  tracked: [],
  parts: [],
  rowNames: {},
  writtenBySteps: 'seldom',
  rootsRead: 'all',
  readers: [reader],
  repair,
});

declare module '../model/object.js' {
  interface KindNames {
    'role membership': true;
  }
}
