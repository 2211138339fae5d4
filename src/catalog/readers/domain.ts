import { catalogText } from '../../database/text-conversion.js';
import { initialOwnerSql, initialPrivilegesSql, isComparedObject } from '../initial-privileges-sql.js';
import { isComparedSchema, originSql } from '../membership-sql.js';
import { objectFrom, type ObjectRow } from '../object-row.js';
import { privilegesSql, roleSql } from '../privileges-sql.js';
import type { Reader } from '../reader.js';

const address = {
  catalog: 'pg_type',
  oid: 't.oid',
  acl: 't.typacl',
  kind: 'T',
  owner: 't.typowner',
} as const;

/** Check constraints of a domain are objects of their own. */
const domains = `
SELECT ${catalogText('t.oid')} AS root,
  pg_catalog.format('%I.%I', n.nspname, t.typname) AS name,
  o.origin AS "part of",
  CASE WHEN o.origin IS NULL THEN pg_catalog.format_type(t.typbasetype, t.typtypmod) END AS type,
  CASE WHEN t.typcollation <> b.typcollation THEN
    ${catalogText('t.typcollation::pg_catalog.regcollation')} END AS collation,
  pg_catalog.pg_get_expr(t.typdefaultbin, 0) AS "default",
  CASE WHEN t.typnotnull THEN 'yes' END AS "not null",
  ${roleSql('t.typowner')} AS owner,
  CASE WHEN o.origin IS NOT NULL THEN ${initialPrivilegesSql(address)} END AS "initial privileges",
  ${initialOwnerSql(address)} AS "initial owner",
  ${privilegesSql(address)} AS privileges
FROM pg_catalog.pg_type AS t
  JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
  JOIN pg_catalog.pg_type AS b ON b.oid = t.typbasetype
  CROSS JOIN LATERAL (SELECT ${originSql(address)} AS origin) AS o
WHERE t.typtype = 'd' AND ${isComparedSchema('n.nspname')} AND ${isComparedObject(address)}`;

export const domain: Reader<'domain', ObjectRow> = {
  kind: 'domain',
  root: 'pg_type',
  rootOid: 't.oid',
  query: (scope) => `${domains} ${scope}`,
  toObject: objectFrom('domain'),
};
