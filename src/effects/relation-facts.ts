import type { Session } from '../database/session.js';
import { ownSchemaList } from '../database/own-schema.js';
import { catalogText } from '../database/text-conversion.js';
import type { TableName } from '../config/migrations-table.js';
import type { RelationLock } from './effects.js';

/** What the catalog and the server's counters say of a relation at one time. */
export interface RelationFacts {
  readonly oid: string;
  /** Name with its schema, quoted where SQL requires it. */
  readonly name: string;
  /** Its two parts, unquoted. */
  readonly parts: TableName;
  readonly kind: RelationLock['kind'];
  /** Number of the file with its rows; `null` where it has none of its own. */
  readonly filenode: string | null;
  /** Counters of the session's open transaction; before PostgreSQL 15 they may include earlier ones. */
  readonly scans: number;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  /** Names of the indexes, by OID and number of the file. */
  readonly indexes: Readonly<Record<string, string>>;
  /** Names of the constraints that are validated, by OID. */
  readonly validated: Readonly<Record<string, string>>;
}

/** Constraints that a statement can validate by reading the rows: those of `NOT NULL` since PostgreSQL 18. */
const FACTS = `
  SELECT ${catalogText('c.oid')} AS oid,
    pg_catalog.concat(pg_catalog.quote_ident(n.nspname), '.', pg_catalog.quote_ident(c.relname)) AS name,
    pg_catalog.json_build_object('schema', n.nspname, 'name', c.relname) AS parts,
    CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'm' THEN 'materialized view'
      WHEN 'v' THEN 'view' ELSE 'foreign table' END AS kind,
    ${catalogText('pg_catalog.pg_relation_filenode(c.oid)')} AS filenode,
    pg_catalog.pg_stat_get_xact_numscans(c.oid)::pg_catalog.float8 AS scans,
    pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid)::pg_catalog.float8 AS inserted,
    pg_catalog.pg_stat_get_xact_tuples_updated(c.oid)::pg_catalog.float8 AS updated,
    pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid)::pg_catalog.float8 AS deleted,
    (SELECT coalesce(pg_catalog.json_object_agg(
        pg_catalog.concat(i.indexrelid, ':', pg_catalog.pg_relation_filenode(i.indexrelid)), x.relname), '{}')
      FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid
      WHERE i.indrelid = c.oid AND x.relkind = 'i') AS indexes,
    (SELECT coalesce(pg_catalog.json_object_agg(k.oid::pg_catalog.int8, k.conname), '{}')
      FROM pg_catalog.pg_constraint AS k
      WHERE k.conrelid = c.oid AND k.convalidated AND k.contype IN ('c', 'f', 'n')) AS validated
  FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace`;

const EXISTING = `${FACTS}
  WHERE c.relkind IN ('r', 'p', 'm', 'v', 'f') AND c.relpersistence <> 't'
    AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast', ${ownSchemaList})
    AND NOT (n.nspname = $1 AND c.relname = $2)`;

const CHOSEN = `${FACTS}
  WHERE c.oid = ANY ($1::pg_catalog.oid[])`;

export type FactsByOid = ReadonlyMap<string, RelationFacts>;

/** Reads all relations that a step may lock, but the migrations table and the tool's own. */
export async function readExisting(session: Session, { schema, name }: TableName): Promise<FactsByOid> {
  const { rows } = await session.query<RelationFacts>(EXISTING, [schema, name]);
  return byOid(rows);
}

/** Reads the relations with these OIDs, as far as they still exist. */
export async function readFacts(session: Session, oids: readonly string[]): Promise<FactsByOid> {
  if (oids.length === 0) return new Map();
  const { rows } = await session.query<RelationFacts>(CHOSEN, [oids]);
  return byOid(rows);
}

function byOid(rows: readonly RelationFacts[]): FactsByOid {
  return new Map(rows.map((facts) => [facts.oid, facts]));
}
