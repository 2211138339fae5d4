import { catalogText } from '../../../database/text-conversion.js';
import { firstUserOid } from '../../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import type { Reader } from '../../kind/reader.js';

const yes = (column: string) => `CASE WHEN ${column} THEN 'yes' END`;

/**
 * Roles that have a password, as text that has their OIDs between commas. Only superusers may read
 * `pg_authid`, and a query that names it fails for others as a whole; so it is read by a query of
 * its own, made where it is allowed. The password itself is a salted digest: equal ones differ.
 */
const rolesWithPassword = `CASE WHEN pg_catalog.has_table_privilege('pg_catalog.pg_authid', 'SELECT')
    THEN pg_catalog.query_to_xml('SELECT pg_catalog.string_agg(pg_catalog.concat(oid), '','') || '',''
      AS roles FROM pg_catalog.pg_authid WHERE rolpassword IS NOT NULL', false, true, '')::pg_catalog.text END`;

/** The bootstrap superuser as initdb makes it; the other roles that PostgreSQL brings along cannot be altered. */
const isUnchangedSuperuser = `(r.rolsuper AND r.rolinherit AND r.rolcreaterole AND r.rolcreatedb AND r.rolcanlogin
    AND r.rolreplication AND r.rolbypassrls AND r.rolconnlimit = -1
    AND coalesce(r.rolvaliduntil, 'infinity') = 'infinity')`;

const roles = `
SELECT ${catalogText('r.oid')} AS root, pg_catalog.quote_ident(r.rolname) AS name,
  CASE WHEN r.oid = 10 THEN 'built in' END AS "part of",
  ${yes('r.rolsuper')} AS superuser, CASE WHEN NOT r.rolinherit THEN 'no' END AS inherit,
  ${yes('r.rolcreaterole')} AS "create role", ${yes('r.rolcreatedb')} AS "create database",
  ${yes('r.rolcanlogin')} AS login, ${yes('r.rolreplication')} AS replication,
  ${yes('r.rolbypassrls')} AS "bypass row security",
  CASE WHEN r.rolconnlimit <> -1 THEN ${catalogText('r.rolconnlimit')} END AS "connection limit",
  ${catalogText("NULLIF(r.rolvaliduntil, 'infinity')")} AS "valid until",
  CASE WHEN r.oid <> 10 AND p.roles ~ ('[>,]' || ${catalogText('r.oid')} || ',') THEN 'set' END AS password
FROM pg_catalog.pg_roles AS r
  CROSS JOIN (SELECT ${rolesWithPassword} AS roles) AS p
WHERE (r.oid >= ${firstUserOid} OR (r.oid = 10 AND NOT ${isUnchangedSuperuser}))`;

export const role: Reader<'role', ObjectRow> = {
  kind: 'role',
  root: 'pg_authid',
  rootOid: 'r.oid',
  query: (scope) => `${roles} ${scope}`,
  toObject: objectFrom('role'),
};
