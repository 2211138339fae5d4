import { quoteQualified } from '../database/quote.js';
import type { Session } from '../database/session.js';
import type { TableName } from '../config/migrations-table.js';
import { conflict, parseLockMode } from '../database/lock-modes.js';
import type { LockHolder, PlannedLock } from './run-plan.js';

/** Columns that are null for sessions of other roles are visible to members of pg_read_all_stats (manual, 27.2). */
const HOLDERS = `
  SELECT l.pid, coalesce(a.application_name, '') AS application, a.usename::pg_catalog.text AS role, a.state,
    extract(epoch FROM pg_catalog.clock_timestamp() - a.query_start)::pg_catalog.float8 AS "querySeconds",
    n.nspname::pg_catalog.text AS schema, c.relname::pg_catalog.text AS name, l.mode, l.granted
  FROM pg_catalog.pg_locks AS l
    JOIN pg_catalog.pg_class AS c ON c.oid = l.relation
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
  WHERE l.locktype = 'relation' AND l.pid <> pg_catalog.pg_backend_pid()
    AND l.database = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database())
    AND pg_catalog.format('%I.%I', n.nspname, c.relname) = ANY (
      SELECT pg_catalog.format('%I.%I', t.name ->> 0, t.name ->> 1)
      FROM pg_catalog.jsonb_array_elements($1::pg_catalog.jsonb) AS t (name))
  ORDER BY l.pid, n.nspname::pg_catalog.text COLLATE "C", c.relname::pg_catalog.text COLLATE "C", l.mode COLLATE "C"`;

type HolderRow = Omit<LockHolder, 'mode' | 'conflicts'> & { readonly mode: string };

/** Reads the other sessions that hold or await locks on the tables that would be locked, or on others of interest. */
export async function readLockHolders(
  session: Session,
  locks: readonly PlannedLock[],
  others: readonly TableName[],
): Promise<readonly LockHolder[]> {
  const names = new Map(
    [...locks, ...others].map(({ schema, name }) => [quoteQualified(schema, name), [schema, name]]),
  );
  const { rows } = await session.query<HolderRow>(HOLDERS, [JSON.stringify([...names.values()])]);
  return rows.flatMap((row): readonly LockHolder[] => {
    const mode = parseLockMode(row.mode);
    if (!mode) return [];
    const planned = locks.find(({ schema, name }) => schema === row.schema && name === row.name);
    return [{ ...row, mode, conflicts: planned !== undefined && conflict(planned.mode, mode) }];
  });
}
