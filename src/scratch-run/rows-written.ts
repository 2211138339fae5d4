import type { MigrationsConfig } from '../config/config.js';
import type { Session } from '../database/session.js';

/** Whether a step wrote rows of tables, by whatever code. */
export type RowsWritten = 'yes' | 'no' | 'unknown';

interface WrittenRow {
  readonly counted: boolean;
  readonly written: boolean;
}

/** Counters of the open transaction (manual, 27.2.26), which do not include rewrites and TRUNCATE. */
const WRITTEN = `
  SELECT pg_catalog.current_setting('track_counts') = 'on' AS counted,
    EXISTS (
      SELECT FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND c.oid >= 16384 AND c.relpersistence <> 't'
        AND NOT (n.nspname = $1 AND c.relname = $2)
        AND pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid) + pg_catalog.pg_stat_get_xact_tuples_updated(c.oid)
          + pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid) > 0) AS written`;

/**
 * Reads whether the open transaction wrote rows. Call it on the session of a step, before its only
 * transaction commits.
 */
export async function readRowsWritten(
  session: Session,
  { tableSchema, table }: MigrationsConfig,
): Promise<RowsWritten> {
  const { rows } = await session.query<WrittenRow>(WRITTEN, [tableSchema, table]);
  if (!rows[0]?.counted) return 'unknown';
  return rows[0].written ? 'yes' : 'no';
}
