import type { Session } from '../database/session.js';
import type { RehearsalReport } from './rehearsal-report.js';
import type { Table } from './tables.js';

/** Settings that determine how long migrations take and whom they block. */
const names = [
  'fsync',
  'synchronous_commit',
  'full_page_writes',
  'wal_level',
  'shared_buffers',
  'work_mem',
  'maintenance_work_mem',
  'max_parallel_maintenance_workers',
  'max_wal_size',
  'autovacuum',
] as const;

const SETTINGS = `
  SELECT s.name, pg_catalog.current_setting(s.name) AS value
  FROM pg_catalog.unnest($1::pg_catalog.text[]) WITH ORDINALITY AS s (name, number) ORDER BY s.number`;

const SIZE = `
  SELECT pg_catalog.pg_database_size(pg_catalog.current_database())::pg_catalog.float8 AS bytes`;

/** Estimates of ANALYZE; the rows of a partitioned table are those of its partitions. */
const TABLE_SIZES = `
  SELECT pg_catalog.concat(pg_catalog.quote_ident(n.nspname), '.', pg_catalog.quote_ident(c.relname)) AS name,
    greatest(c.reltuples, 0)::pg_catalog.float8 AS rows,
    coalesce((SELECT pg_catalog.sum(pg_catalog.pg_total_relation_size(p.relid))
      FROM pg_catalog.pg_partition_tree(c.oid) AS p), pg_catalog.pg_total_relation_size(c.oid))::pg_catalog.float8 AS bytes
  FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  WHERE c.oid = ANY ($1::pg_catalog.oid[])
  ORDER BY bytes DESC, c.relname::pg_catalog.text COLLATE "C"`;

type CopyFacts = Pick<RehearsalReport, 'settings' | 'databaseBytes' | 'tables'>;

/** Reads the settings of the server and the sizes of the copy. */
export async function readCopyFacts(session: Session, tables: readonly Table[]): Promise<CopyFacts> {
  const settings = await session.query<{ name: string; value: string }>(SETTINGS, [names]);
  const size = await session.query<{ bytes: number }>(SIZE);
  const sizes = await session.query<CopyFacts['tables'][number]>(TABLE_SIZES, [tables.map(({ oid }) => oid)]);
  return {
    settings: Object.fromEntries(settings.rows.map(({ name, value }) => [name, value])),
    databaseBytes: size.rows[0]?.bytes ?? 0,
    tables: sizes.rows,
  };
}
