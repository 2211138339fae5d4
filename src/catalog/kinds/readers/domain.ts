import { catalogText } from '../../../database/text-conversion.js';
import {
  initialOwnerSql,
  initialPrivilegesSql,
  isComparedObject,
} from '../../kind/initial-privileges-sql.js';
import { isComparedSchema, originSql } from '../../kind/membership-sql.js';
import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import { privilegesSql, roleSql } from '../../kind/privileges-sql.js';
import type { Reader } from '../../kind/reader.js';

const address = {
  catalog: 'pg_type',
  oid: 't.oid',
  acl: 't.typacl',
  kind: 'T',
  owner: 't.typowner',
} as const;

/** NOT NULL has a name since PostgreSQL 17; told where it is not the one that it gets by itself. */
const notNullName = (major: number): string =>
  major < 17
    ? 'NULL'
    : `(SELECT pg_catalog.quote_ident(con.conname) FROM pg_catalog.pg_constraint AS con
    WHERE con.contypid = t.oid AND con.contype = 'n'
      AND con.conname <> pg_catalog.left(t.typname || '_not_null', 63))`;

/** Check constraints of a domain are objects of their own. */
const domains = (major: number): string => `
SELECT ${catalogText('t.oid')} AS root,
  pg_catalog.format('%I.%I', n.nspname, t.typname) AS name,
  o.origin AS "part of",
  CASE WHEN o.origin IS NULL THEN pg_catalog.format_type(t.typbasetype, t.typtypmod) END AS type,
  CASE WHEN t.typcollation <> b.typcollation THEN
    ${catalogText('t.typcollation::pg_catalog.regcollation')} END AS collation,
  pg_catalog.pg_get_expr(t.typdefaultbin, 0) AS "default",
  CASE WHEN t.typnotnull THEN 'yes' END AS "not null", ${notNullName(major)} AS "not null constraint",
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
  query: (scope, { major }) => `${domains(major)} ${scope}`,
  toObject: objectFrom('domain'),
};
