import type { MigrationsConfig } from '../config/config.js';
import type { Session } from '../database/session.js';
import { migrationsTableOf } from '../migrations/prepare-database.js';

/**
 * Logical replication copies rows and leaves sequences as they are (manual, 29.8 Restrictions), so after a
 * switch-over the next number may be taken. `pg_sequence_last_value` is NULL where none was drawn.
 */
const ADVANCE = (table: string) => `
  SELECT pg_catalog.setval(o.sequence, o.highest) FROM (
    SELECT pg_catalog.to_regclass(pg_catalog.pg_get_serial_sequence($1, 'id')) AS sequence,
           (SELECT pg_catalog.max(t.id) FROM ${table} AS t) AS highest) AS o
  WHERE CASE WHEN pg_catalog.has_sequence_privilege(o.sequence, 'UPDATE')
        THEN o.highest > coalesce(pg_catalog.pg_sequence_last_value(o.sequence), 0) END`;

/** Puts the numbers of new rows behind those that are there, under the migration lock, where the role may. */
export async function advanceNumbers(session: Session, config: MigrationsConfig): Promise<void> {
  const tables = ['roundtrip.history', 'roundtrip.statement', migrationsTableOf(config)];
  await Promise.all(tables.map((table) => session.query(ADVANCE(table), [table])));
}
