import { catalogText } from '../../../database/text-conversion.js';
import {
  initialOwnerSql,
  initialPrivilegesSql,
  isComparedObject,
} from '../../kind/initial-privileges-sql.js';
import { firstUserOid, isComparedSchema, originSql } from '../../kind/membership-sql.js';
import { hasChangedPrivileges, privilegesSql, roleSql } from '../../kind/privileges-sql.js';
import { dependsOnExtension } from './extension-dependence-sql.js';
import { routineName } from './signature-sql.js';

const routine = {
  catalog: 'pg_proc',
  oid: 'p.oid',
  acl: 'p.proacl',
  kind: 'f',
  owner: 'p.proowner',
} as const;

/**
 * The range type for which the function, or that for its multirange, is a constructor; NULL for other
 * functions.
 */
const constructedRange = `(SELECT pg_catalog.format_type(coalesce(r.rngtypid, d.refobjid), NULL)
    FROM pg_catalog.pg_depend AS d
      LEFT JOIN pg_catalog.pg_range AS r ON r.rngmultitypid = d.refobjid
    WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objid = p.oid AND d.deptype = 'i'
      AND d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass)`;

/**
 * Decided from the row alone: only these, a few of thousands, can belong to users or have been changed by
 * them.
 */
const mayBeCompared = `(p.oid >= ${firstUserOid} OR p.proacl IS NOT NULL OR p.proowner <> 10)`;

export interface RoutineSource {
  /** Values of `prokind` to read. */
  readonly prokinds: readonly string[];
  /** SQL expression of the definition of the routine `p`. */
  readonly definition: string;
  readonly join?: string;
}

/**
 * Returns the query for routines of some kinds. Members of extensions, built-in routines and the constructors
 * of ranges, which belong to their type, are read only where users changed them.
 */
export function routinesSql({ prokinds, definition, join = '' }: RoutineSource): string {
  return `
SELECT ${catalogText('p.oid')} AS root,
  ${routineName('p.oid')} AS name,
  CASE WHEN o.range IS NOT NULL THEN 'type' END AS parent_kind, o.range AS parent_name,
  o.origin AS "part of",
  CASE WHEN o.origin IS NULL THEN ${definition} END AS definition,
  ${roleSql('p.proowner')} AS owner,
  ${dependsOnExtension('pg_proc', 'p.oid')},
  CASE WHEN o.origin IS NOT NULL THEN ${initialPrivilegesSql(routine)} END AS "initial privileges",
  ${initialOwnerSql(routine)} AS "initial owner",
  ${privilegesSql(routine)} AS privileges
FROM pg_catalog.pg_proc AS p
  JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
  CROSS JOIN LATERAL (SELECT ${constructedRange} AS range) AS c
  CROSS JOIN LATERAL (SELECT c.range, coalesce(${originSql(routine)}, 'type ' || c.range) AS origin) AS o
  ${join}
WHERE ${mayBeCompared} AND p.prokind IN (${prokinds.map((kind) => `'${kind}'`).join(', ')}) AND ${isComparedSchema('n.nspname')}
  AND ${isComparedObject(routine)} AND (o.range IS NULL OR (p.proacl IS NOT NULL AND ${hasChangedPrivileges(routine)}))`;
}

/** The output of PostgreSQL without the line break at its end. */
export const functionDefinition = `pg_catalog.btrim(pg_catalog.pg_get_functiondef(p.oid), E'\\n')`;
