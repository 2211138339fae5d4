import type { Session } from '../../src/database/session.js';

type Row = Readonly<Record<string, unknown>>;

/** PostgreSQL's catalog data about the schema `public`, without node-pg-migrate's own table. */
export interface SuiteCatalog {
  readonly relations: readonly Row[];
  readonly columns: readonly Row[];
  readonly constraints: readonly Row[];
  readonly indexes: readonly Row[];
  readonly sequences: readonly Row[];
  readonly others: readonly Row[];
}

/** Every relation of the suite's schema, to which the other queries join. */
const relation = `
WITH relation AS (
  SELECT class.*
  FROM pg_catalog.pg_class AS class
  WHERE class.relnamespace = 'public'::regnamespace AND class.relname NOT LIKE 'pgmigrations%'
)`;

const relations = `${relation}
SELECT relname AS name, relkind AS kind, relpersistence AS persistence, reloptions AS options, relacl AS privileges,
       pg_catalog.pg_get_userbyid(relowner) AS owner, pg_catalog.obj_description(oid, 'pg_class') AS comment
FROM relation
ORDER BY relname`;

/** The position counts only existing columns, since dropped columns leave gaps in the numbers. */
const columns = `${relation}
SELECT relation.relname AS "table", attribute.attname AS name,
       row_number() OVER (PARTITION BY relation.oid ORDER BY attribute.attnum)::integer AS position,
       pg_catalog.format_type(attribute.atttypid, attribute.atttypmod) AS type, attribute.attnotnull AS not_null,
       pg_catalog.pg_get_expr(fallback.adbin, fallback.adrelid) AS "default",
       attribute.attcollation::regcollation::text AS collation, attribute.attstorage AS storage,
       attribute.attidentity AS identity, attribute.attgenerated AS generated,
       pg_catalog.col_description(relation.oid, attribute.attnum) AS comment
FROM relation
JOIN pg_catalog.pg_attribute AS attribute ON attribute.attrelid = relation.oid
LEFT JOIN pg_catalog.pg_attrdef AS fallback
  ON fallback.adrelid = relation.oid AND fallback.adnum = attribute.attnum
WHERE relation.relkind = 'r' AND attribute.attnum > 0 AND NOT attribute.attisdropped
ORDER BY relation.relname, attribute.attnum`;

/** Without the not-null constraints that PostgreSQL 18 also lists, since the columns have the same information. */
const constraints = `${relation}
SELECT relation.relname AS "table", item.conname AS name, item.convalidated AS validated,
       pg_catalog.pg_get_constraintdef(item.oid) AS definition,
       pg_catalog.obj_description(item.oid, 'pg_constraint') AS comment
FROM relation
JOIN pg_catalog.pg_constraint AS item ON item.conrelid = relation.oid
WHERE item.contype <> 'n'
ORDER BY relation.relname, item.conname`;

const indexes = `${relation}
SELECT relation.relname AS name, pg_catalog.pg_get_indexdef(index.indexrelid) AS definition,
       index.indrelid::regclass::text AS "table", index.indisvalid AS valid, index.indisready AS ready
FROM relation
JOIN pg_catalog.pg_index AS index ON index.indexrelid = relation.oid
ORDER BY relation.relname`;

const sequences = `${relation}
SELECT relation.relname AS name, sequence.seqtypid::regtype::text AS type, sequence.seqstart AS start,
       sequence.seqincrement AS increment, owned.refobjid::regclass::text AS "table", owned.refobjsubid AS "column"
FROM relation
JOIN pg_catalog.pg_sequence AS sequence ON sequence.seqrelid = relation.oid
LEFT JOIN pg_catalog.pg_depend AS owned
  ON owned.classid = 'pg_class'::regclass AND owned.objid = relation.oid AND owned.deptype = 'a'
ORDER BY relation.relname`;

/**
 * Objects of kinds that the suite does not use yet: if a later migration creates some, this query detects a `down`
 * that does not drop them. Omits the schema `roundtrip`, which no `down` drops.
 */
const others = `
SELECT 'routine' AS kind, proname::text AS name FROM pg_catalog.pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL
SELECT 'type', typname::text FROM pg_catalog.pg_type
WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd', 'r')
UNION ALL
SELECT 'trigger', tgname::text FROM pg_catalog.pg_trigger JOIN pg_catalog.pg_class AS class ON class.oid = tgrelid
WHERE NOT tgisinternal AND class.relnamespace IS DISTINCT FROM pg_catalog.to_regnamespace('roundtrip')
UNION ALL
SELECT 'schema', nspname::text FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'roundtrip'
ORDER BY 1, 2`;

export async function readSuiteCatalog(session: Session): Promise<SuiteCatalog> {
  const read = async (text: string) => (await session.query<Row>(text)).rows;
  return {
    relations: await read(relations),
    columns: await read(columns),
    constraints: await read(constraints),
    indexes: await read(indexes),
    sequences: await read(sequences),
    others: await read(others),
  };
}
