import { catalogText } from '../../database/text-conversion.js';
import type { Session } from '../../database/session.js';
import { withCatalogTransaction, type ReadIn } from '../read/catalog-transaction.js';
import { ownSchemaList } from '../../database/own-schema.js';

/** A column that contains values. */
export interface StoredColumn {
  /** Number in the table, which a rename does not change. */
  readonly number: number;
  readonly name: string;
  /** Type with its modifier, names qualified: `character varying(20)`, `public.mood`. */
  readonly type: string;
  /** Type without its modifier: `character varying`. */
  readonly base: string;
  /**
   * OID of the type and its modifier. They stay the same when the type is renamed, and differ for another
   * type of the same name.
   */
  readonly typeId: string;
  /** Attributes of composite types within its values, at any depth, as `OID.number`. */
  readonly parts: readonly string[];
  /** Whether it is computed from other columns, so that nothing is lost with it. */
  readonly generated: boolean;
  readonly identity: 'always' | 'by default' | 'none';
}

/** Columns that identify each row of a table. */
export interface StoredKey {
  readonly kind: 'primary key' | 'unique index';
  readonly columns: readonly string[];
}

/** A relation that contains data of its own. */
export interface StoredRelation {
  readonly oid: string;
  /** Unquoted, like all names here. */
  readonly schema: string;
  readonly name: string;
  readonly kind: 'table' | 'partitioned table' | 'sequence';
  /** OIDs of the partitioned tables that it is a partition of, nearest first. */
  readonly ancestors: readonly string[];
  readonly columns: readonly StoredColumn[];
  /** Primary key first. */
  readonly keys: readonly StoredKey[];
  /** Number of the file with its rows; TRUNCATE and a rewrite create a new one. */
  readonly filenode: string | null;
  readonly rows: 'some' | 'none';
  /**
   * Number of rows that the session wrote, as counted by the server (`track_counts`). The counters may
   * include work before the transaction, so only their growth while it is open is meaningful.
   */
  readonly inserted: string;
  readonly changed: string;
}

/** The migrations table of node-pg-migrate, whose data is left out together with the tool's own. */
export interface Bookkeeping {
  readonly schema: string;
  readonly name: string;
}

/**
 * Temporary relations end with their session, and materialized views can be computed again. A key column must
 * not be null, and a deferrable key can have duplicates in the meantime.
 */
const STORED = `
  WITH RECURSIVE contained (root, type) AS (
    -- Types of users and of extensions: those that initdb makes have OIDs below 16384 (transam.h).
    SELECT t.oid, t.oid FROM pg_catalog.pg_type AS t WHERE t.oid >= 16384
      AND EXISTS (SELECT FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
        WHERE a.atttypid = t.oid AND a.attnum > 0 AND c.relkind IN ('r', 'p'))
    UNION
    SELECT i.root, x.type FROM contained AS i JOIN pg_catalog.pg_type AS t ON t.oid = i.type
      CROSS JOIN LATERAL (
        SELECT t.typelem UNION ALL SELECT t.typbasetype
        UNION ALL SELECT r.rngsubtype FROM pg_catalog.pg_range AS r WHERE t.oid IN (r.rngtypid, r.rngmultitypid)
        UNION ALL SELECT a.atttypid FROM pg_catalog.pg_attribute AS a
          WHERE t.typrelid <> 0 AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) AS x (type)
    WHERE x.type >= 16384),
  part (root, names) AS (
    SELECT i.root, pg_catalog.json_agg(pg_catalog.concat(t.typrelid, '.', a.attnum) ORDER BY t.typrelid, a.attnum)
    FROM contained AS i JOIN pg_catalog.pg_type AS t ON t.oid = i.type AND t.typrelid <> 0
      JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
    GROUP BY i.root)
  SELECT ${catalogText('c.oid')} AS oid, n.nspname::pg_catalog.text AS schema, c.relname::pg_catalog.text AS name,
    CASE c.relkind WHEN 'S' THEN 'sequence' WHEN 'p' THEN 'partitioned table' ELSE 'table' END AS kind,
    CASE WHEN c.relispartition
      THEN ARRAY(SELECT ${catalogText('p.relid::pg_catalog.oid')} FROM pg_catalog.pg_partition_ancestors(c.oid) AS p
                 WHERE p.relid <> c.oid)
      ELSE ARRAY[]::pg_catalog.text[] END AS ancestors,
    ${catalogText('pg_catalog.pg_relation_filenode(c.oid)')} AS filenode,
    CASE WHEN $4 AND pg_catalog.pg_relation_size(c.oid) = 0 THEN 'none' ELSE 'some' END AS rows,
    ${catalogText('pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid)')} AS inserted,
    pg_catalog.concat(pg_catalog.pg_stat_get_xact_tuples_updated(c.oid)
      + pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid)) AS changed,
    (SELECT coalesce(pg_catalog.json_agg(pg_catalog.json_build_object(
        'number', a.attnum, 'name', a.attname,
        'type', pg_catalog.format_type(a.atttypid, a.atttypmod), 'base', pg_catalog.format_type(a.atttypid, -1),
        'typeId', pg_catalog.concat(a.atttypid, ':', a.atttypmod),
        'parts', coalesce((SELECT p.names FROM part AS p WHERE p.root = a.atttypid), '[]'),
        'generated', a.attgenerated <> '',
        'identity', CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' ELSE 'none' END)
        ORDER BY a.attnum), '[]')
      FROM pg_catalog.pg_attribute AS a
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind <> 'S') AS columns,
    (SELECT coalesce(pg_catalog.json_agg(pg_catalog.json_build_object(
        'kind', CASE WHEN i.indisprimary THEN 'primary key' ELSE 'unique index' END,
        'columns', ARRAY(SELECT a.attname FROM pg_catalog.unnest(i.indkey::pg_catalog.int2[]) WITH ORDINALITY AS k (n, at)
          JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = k.n
          WHERE k.at <= i.indnkeyatts ORDER BY k.at))
        ORDER BY i.indisprimary DESC, ic.relname::pg_catalog.text COLLATE "C"), '[]')
      FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS ic ON ic.oid = i.indexrelid
      WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND i.indimmediate
        AND i.indpred IS NULL AND i.indexprs IS NULL
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a
          WHERE a.attrelid = c.oid AND a.attnum = ANY (i.indkey::pg_catalog.int2[]) AND NOT a.attnotnull)) AS keys
  FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'S') AND c.relpersistence <> 't'
    AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast', ${ownSchemaList})
    AND NOT (n.nspname = $1 AND c.relname IN ($2, $3))
  ORDER BY n.nspname::pg_catalog.text COLLATE "C", c.relname::pg_catalog.text COLLATE "C"`;

export interface StoredDataOptions {
  readonly readIn: ReadIn;
  readonly bookkeeping: Bookkeeping;
  /**
   * `unread` treats every table as one with rows: reading its size waits for any session that has locked it.
   */
  readonly sizes?: 'read' | 'unread';
}

/**
 * Reads every table and sequence of the database with the facts needed to save its data, ordered by name in
 * code units.
 */
export function readStoredData(
  session: Session,
  { readIn, bookkeeping: { schema, name }, sizes = 'read' }: StoredDataOptions,
): Promise<readonly StoredRelation[]> {
  // node-pg-migrate numbers its rows with a serial column.
  const values = [schema, name, `${name}_id_seq`, sizes === 'read'];
  return withCatalogTransaction(session, readIn, ({ query }) => query<StoredRelation>(STORED, values));
}
