import { ownSchema } from '../../database/own-schema.js';
import type { Session } from '../../database/session.js';
import { catalogText } from '../../database/text-conversion.js';

/** A table at one moment of a step, as its session sees it. */
export interface RelationState {
  readonly oid: string;
  readonly name: string;
  /** Number of its file; a rewrite and TRUNCATE create a new one. */
  readonly file: string | null;
  /** With its indexes and out-of-line values. */
  readonly bytes: number;
  /** Counters of the open transaction; before PostgreSQL 15 they may include earlier ones. */
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  /** Name and type of each column, by number. */
  readonly columns: Readonly<Record<string, readonly [name: string, type: string]>>;
}

/** The tables concerned at one moment, and the position of the write-ahead log. */
export interface StepState {
  readonly wal: number;
  readonly relations: ReadonlyMap<string, RelationState>;
}

interface StateRow {
  readonly wal: number;
  readonly relations: readonly RelationState[] | null;
}

/** Sizes are read only of tables that still exist: another session may be dropping one. */
const STATE = `
  SELECT (pg_catalog.pg_current_wal_insert_lsn() - '0/0')::pg_catalog.float8 AS wal,
    (SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
      'oid', ${catalogText('c.oid')},
      'name', pg_catalog.concat(pg_catalog.quote_ident(n.nspname), '.', pg_catalog.quote_ident(c.relname)),
      'file', ${catalogText('pg_catalog.pg_relation_filenode(c.oid)')},
      'bytes', coalesce(pg_catalog.pg_total_relation_size(c.oid), 0),
      'inserted', pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid),
      'updated', pg_catalog.pg_stat_get_xact_tuples_updated(c.oid),
      'deleted', pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid),
      'columns', (SELECT coalesce(pg_catalog.json_object_agg(a.attnum, pg_catalog.json_build_array(a.attname,
          pg_catalog.format_type(a.atttypid, a.atttypmod))), '{}')
        FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)))
    FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'm') AND c.relpersistence <> 't'
      AND n.nspname NOT IN ('pg_catalog', 'information_schema', '${ownSchema}')
      AND NOT (n.nspname = $3 AND c.relname = $4)
      AND (c.oid = ANY ($1::pg_catalog.oid[]) OR NOT c.oid = ANY ($2::pg_catalog.oid[])
        OR pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid) + pg_catalog.pg_stat_get_xact_tuples_updated(c.oid)
          + pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid) > 0)) AS relations`;

/** What is looked at. */
export interface Watched {
  /** OIDs of the tables concerned. */
  readonly concerned: readonly string[];
  /** OIDs of all tables that existed before the migration: others are always looked at. */
  readonly existing: readonly string[];
  readonly migrationsTable: { readonly schema: string; readonly name: string };
}

export async function readState(session: Session, watched: Watched): Promise<StepState> {
  const { concerned, existing, migrationsTable } = watched;
  const values = [concerned, existing, migrationsTable.schema, migrationsTable.name];
  const { rows } = await session.query<StateRow>(STATE, values);
  const [row] = rows;
  return {
    wal: row?.wal ?? 0,
    relations: new Map((row?.relations ?? []).map((relation) => [relation.oid, relation])),
  };
}

export function bytesOf({ relations }: StepState): number {
  return [...relations.values()].reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Rows that were inserted, updated and deleted between two moments of a transaction. */
export function rowsBetween(before: StepState, after: StepState): number {
  return [...after.relations.values()].reduce((sum, { oid, inserted, updated, deleted }) => {
    const earlier = before.relations.get(oid);
    const change = (now: number, then = 0) => Math.max(0, now - then);
    return (
      sum +
      change(inserted, earlier?.inserted) +
      change(updated, earlier?.updated) +
      change(deleted, earlier?.deleted)
    );
  }, 0);
}
