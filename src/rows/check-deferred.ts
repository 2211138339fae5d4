import type { Session } from '../database/session.js';

interface DeferrableRow {
  readonly deferrable: string | null;
  readonly deferred: string | null;
}

/**
 * Constraints and constraint triggers by the names that `SET CONSTRAINTS` accepts. A name cannot be set where
 * another constraint of that name in the same schema is not deferrable (manual, SET CONSTRAINTS). Most
 * databases have none, which one query shows.
 */
const DEFERRABLE = `
  SELECT pg_catalog.string_agg(name, ',') AS deferrable,
    pg_catalog.string_agg(name, ',') FILTER (WHERE deferred) AS deferred
  FROM (
    SELECT pg_catalog.format('%I.%I', n.nspname, k.conname) AS name, pg_catalog.bool_or(k.condeferred) AS deferred
    FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_namespace AS n ON n.oid = k.connamespace
    WHERE k.contype <> 'n' AND k.conrelid <> 0
      AND EXISTS (SELECT FROM pg_catalog.pg_constraint AS any_other WHERE any_other.condeferrable)
    GROUP BY 1 HAVING pg_catalog.bool_and(k.condeferrable)
    ORDER BY 1) AS named`;

/**
 * Checks in the open transaction what a commit would check, and resets each constraint to its initial mode.
 * `SET CONSTRAINTS ALL` would also affect constraints created later.
 */
export async function checkDeferred(session: Session): Promise<void> {
  const { rows } = await session.query<DeferrableRow>(DEFERRABLE);
  const { deferrable = null, deferred = null } = rows[0] ?? {};
  if (deferrable === null) return;
  const back = deferred === null ? '' : `; SET CONSTRAINTS ${deferred} DEFERRED`;
  await session.query(`SET CONSTRAINTS ${deferrable} IMMEDIATE${back}`);
}
