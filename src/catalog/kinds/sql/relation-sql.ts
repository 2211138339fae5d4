import { catalogText } from '../../../database/text-conversion.js';
import type { AclKind } from '../../model/privileges.js';
import { initialPrivilegesSql } from '../../kind/initial-privileges-sql.js';
import { isComparedSchema, isUserObject, originSql } from '../../kind/membership-sql.js';
import {
  hasChangedPrivileges,
  otherColumnPrivilegesSql,
  privilegesSql,
  roleSql,
} from '../../kind/privileges-sql.js';

const address = { catalog: 'pg_class', oid: 'c.oid' } as const;

/** Qualified name of the relation `c`; complete because `search_path` is empty. */
export const relationName = catalogText('c.oid::pg_catalog.regclass');

/** Kind of the relation `c`, as this catalog names it. */
export const relationKind = `CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
  WHEN 'f' THEN 'foreign table' WHEN 'S' THEN 'sequence' ELSE 'table' END`;

function held(kind: AclKind) {
  return { ...address, acl: 'c.relacl', kind, owner: 'c.relowner' } as const;
}

/** Columns that the queries for all kinds of relations share. */
export function relationColumns(acl: AclKind): string {
  return `${catalogText('c.oid')} AS root, ${relationName} AS name,
  ${originSql(address)} AS "part of",
  CASE WHEN ${originSql(address)} IS NOT NULL THEN ${initialPrivilegesSql(held(acl))} END AS "initial privileges",
  ${roleSql('c.relowner')} AS owner,
  ${privilegesSql({ acl: 'c.relacl', kind: acl, owner: 'c.relowner' })} AS privileges,
  ${otherColumnPrivilegesSql} AS "column privileges"`;
}

/** SQL condition: the relation `c` in schema `n` has one of the given `relkind`s and is compared. */
export function comparedRelations(relkinds: readonly string[], acl: AclKind): string {
  const changed = hasChangedPrivileges(held(acl));
  return `${inKinds(relkinds)} AND ${isComparedSchema('n.nspname')}
  AND (${isUserObject(address)} OR ${changed})`;
}

/** SQL condition for parts of relations: excludes relations that belong to extensions or are built in. */
export function relationsOfUsers(relkinds: readonly string[]): string {
  return `${inKinds(relkinds)} AND ${isComparedSchema('n.nspname')} AND ${isUserObject(address)}`;
}

function inKinds(relkinds: readonly string[]): string {
  return `c.relkind IN (${relkinds.map((kind) => `'${kind}'`).join(', ')})`;
}

/** SQL expression of a sorted list of `name=value` options, NULL when empty. */
export function sortedList(expression: string): string {
  return `NULLIF(ARRAY(SELECT item COLLATE "C" FROM pg_catalog.unnest(${expression}) AS item ORDER BY 1), '{}')`;
}

/**
 * Access method of the relation `c` (with `am` joined), where it is not the usual one. For a partitioned
 * table it applies to new partitions (PostgreSQL 17), which otherwise use the default of the server.
 */
export const accessMethod = `CASE WHEN am.amname <> 'heap' OR c.relkind = 'p' THEN pg_catalog.quote_ident(am.amname) END`;

/** Tablespace of `c`, NULL for the default of the database. */
export const tablespace = `(SELECT pg_catalog.quote_ident(ts.spcname) FROM pg_catalog.pg_tablespace AS ts
    WHERE ts.oid = c.reltablespace)`;
