import { catalogText } from '../../database/text-conversion.js';
import { initialOwnerSql, initialPrivilegesSql, isComparedObject } from '../initial-privileges-sql.js';
import { isComparedSchema, originSql } from '../membership-sql.js';
import { privilegesSql, roleSql } from '../privileges-sql.js';
import { routineName } from './signature-sql.js';

const routine = {
  catalog: 'pg_proc',
  oid: 'p.oid',
  acl: 'p.proacl',
  kind: 'f',
  owner: 'p.proowner',
} as const;

/** `ALTER … DEPENDS ON EXTENSION`: the routine goes when the extension goes. */
const dependsOnExtension = `NULLIF(ARRAY(
    SELECT pg_catalog.quote_ident(e.extname) COLLATE "C"
    FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_extension AS e ON e.oid = d.refobjid
    WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objid = p.oid AND d.deptype = 'x'
      AND d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass ORDER BY 1), '{}')`;

/** Constructors of range types belong to their type. */
const isInternal = `EXISTS (SELECT FROM pg_catalog.pg_depend AS d
    WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objid = p.oid AND d.deptype = 'i')`;

export interface RoutineSource {
  /** `prokind`s to read. */
  readonly prokinds: readonly string[];
  /** SQL expression of the definition of the routine `p`. */
  readonly definition: string;
  readonly join?: string;
}

/** The query for routines of some kinds; of extensions and built-in ones only what users changed. */
export function routinesSql({ prokinds, definition, join = '' }: RoutineSource): string {
  return `
SELECT ${catalogText('p.oid')} AS root,
  ${routineName('p.oid')} AS name,
  o.origin AS "part of",
  CASE WHEN o.origin IS NULL THEN ${definition} END AS definition,
  ${roleSql('p.proowner')} AS owner,
  ${dependsOnExtension} AS "depends on extension",
  CASE WHEN o.origin IS NOT NULL THEN ${initialPrivilegesSql(routine)} END AS "initial privileges",
  ${initialOwnerSql(routine)} AS "initial owner",
  ${privilegesSql(routine)} AS privileges
FROM pg_catalog.pg_proc AS p
  JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
  CROSS JOIN LATERAL (SELECT ${originSql(routine)} AS origin) AS o
  ${join}
WHERE p.prokind IN (${prokinds.map((kind) => `'${kind}'`).join(', ')}) AND ${isComparedSchema('n.nspname')}
  AND ${isComparedObject(routine)} AND NOT ${isInternal}`;
}

/** What PostgreSQL prints, without the line break at its end. */
export const functionDefinition = `pg_catalog.btrim(pg_catalog.pg_get_functiondef(p.oid), E'\\n')`;
