import type { Session } from '../../../../src/database/session.js';
import { readSuiteCatalog, type SuiteCatalog } from '../../../support/suite-catalog.js';

/** The catalog of the schema `public`, with the values of enums. */
export interface Structure extends SuiteCatalog {
  /** Values in order, by name of the enum. */
  readonly enums: Readonly<Record<string, readonly string[]>>;
}

interface EnumRow {
  readonly name: string;
  readonly values: readonly string[];
}

const ENUMS = `
SELECT type.typname::text AS name, pg_catalog.array_agg(label.enumlabel::text ORDER BY label.enumsortorder) AS values
FROM pg_catalog.pg_type AS type
JOIN pg_catalog.pg_enum AS label ON label.enumtypid = type.oid
WHERE type.typnamespace = 'public'::pg_catalog.regnamespace
GROUP BY type.typname
ORDER BY type.typname`;

export async function readStructure(session: Session): Promise<Structure> {
  const { rows } = await session.query<EnumRow>(ENUMS);
  return {
    ...(await readSuiteCatalog(session)),
    enums: Object.fromEntries(rows.map(({ name, values }) => [name, values])),
  };
}

/** Number of objects of each kind in the schema `public`, without the table of node-pg-migrate. */
export interface StructureCounts {
  readonly tables: number;
  readonly enums: number;
  readonly columns: number;
  readonly unique: number;
  readonly foreignKeys: number;
  /** From `pg_constraint`, because information_schema counts every NOT NULL column as a check, too. */
  readonly checks: number;
  /** Without the indexes of primary keys. */
  readonly indexes: number;
  /** Without the indexes of constraints. */
  readonly explicitIndexes: number;
}

const COUNTS = `
WITH relation AS (
  SELECT class.oid, class.relkind FROM pg_catalog.pg_class AS class
  WHERE class.relnamespace = 'public'::pg_catalog.regnamespace AND class.relname NOT LIKE 'pgmigrations%'
), item AS (
  SELECT pg_constraint.contype, pg_constraint.conindid FROM pg_catalog.pg_constraint
  JOIN relation ON relation.oid = pg_constraint.conrelid
), index AS (
  SELECT pg_index.indexrelid, pg_index.indisprimary FROM pg_catalog.pg_index
  JOIN relation ON relation.oid = pg_index.indexrelid
)
SELECT (SELECT count(*)::integer FROM relation WHERE relkind = 'r') AS tables,
       (SELECT count(*)::integer FROM pg_catalog.pg_type
        WHERE typnamespace = 'public'::pg_catalog.regnamespace AND typtype = 'e') AS enums,
       (SELECT count(*)::integer FROM pg_catalog.pg_attribute JOIN relation ON relation.oid = attrelid
        WHERE relkind = 'r' AND attnum > 0 AND NOT attisdropped) AS columns,
       (SELECT count(*)::integer FROM item WHERE contype = 'u') AS "unique",
       (SELECT count(*)::integer FROM item WHERE contype = 'f') AS "foreignKeys",
       (SELECT count(*)::integer FROM item WHERE contype = 'c') AS checks,
       (SELECT count(*)::integer FROM index WHERE NOT indisprimary) AS indexes,
       (SELECT count(*)::integer FROM index
        WHERE indexrelid NOT IN (SELECT conindid FROM item WHERE contype IN ('p', 'u', 'x'))) AS "explicitIndexes"`;

export async function countStructure(session: Session): Promise<StructureCounts | undefined> {
  return (await session.query<StructureCounts>(COUNTS)).rows[0];
}
