import { DatabaseError } from '../errors.js';
import type { QueryResult, Session } from './session.js';
import { catalogText } from './text-conversion.js';

/**
 * The setting that disables event triggers: `event_triggers` from PostgreSQL 17 on, before that
 * `session_replication_role`, with which those still fire that are ENABLE ALWAYS or REPLICA (manual, 19.11
 * Client Connection Defaults). Only a superuser may change it; for others there is no row.
 */
const SWITCH = `(
  SELECT g.name, CASE g.name WHEN 'event_triggers' THEN 'off' ELSE 'replica' END AS off
  FROM pg_catalog.pg_settings AS g
  WHERE g.name IN ('event_triggers', 'session_replication_role') AND pg_catalog.current_setting('is_superuser') = 'on'
  ORDER BY g.name LIMIT 1) AS s`;

const SWITCH_OFF = `
  SELECT pg_catalog.set_config('roundtrip.usual', pg_catalog.current_setting(s.name), true),
    pg_catalog.set_config(s.name, s.off, true) FROM ${SWITCH}`;

const SWITCH_BACK = `
  SELECT pg_catalog.set_config(s.name, pg_catalog.current_setting('roundtrip.usual'), true) FROM ${SWITCH}`;

const nothing: QueryResult<Record<string, unknown>> = { rows: [], rowCount: null };

const EVENT_TRIGGERS = `
  SELECT ${catalogText('e.evtname')} AS name, ${catalogText('p.proname')} AS function
  FROM pg_catalog.pg_event_trigger AS e JOIN pg_catalog.pg_proc AS p ON p.oid = e.evtfoid
  WHERE e.evtenabled <> 'D' ORDER BY e.evtname`;

/**
 * Creates or drops objects of roundtrip's own, in the open transaction or in one of their own: the event triggers
 * of the database are for the objects of its users, and must not change or refuse these.
 * @returns the result of the last statement
 * @throws DatabaseError naming the event trigger that refuses it, where the role may not switch it off
 */
export async function changeOwnObjects(
  session: Session,
  sql: string,
): Promise<QueryResult<Record<string, unknown>>> {
  try {
    // Several statements in one message are one transaction (manual, "Multiple Statements in a Simple Query").
    const results = await session.script(`${SWITCH_OFF}; ${sql}; ${SWITCH_BACK}`);
    return results.at(-2) ?? nothing;
  } catch (cause) {
    throw (await refusalBy(session, cause)) ?? cause;
  }
}

/** The server names the function that raised the error: "PL/pgSQL function guard() line 2 at RAISE". */
async function refusalBy(session: Session, cause: unknown): Promise<DatabaseError | undefined> {
  if (!(cause instanceof Error && 'where' in cause)) return undefined;
  const where = String(cause.where);
  // In an open transaction, nothing can be asked after the error.
  const { rows } = await session
    .query<{ name: string; function: string }>(EVENT_TRIGGERS)
    .catch(() => ({ rows: [] }));
  const names = rows.filter((row) => where.includes(`${row.function}()`)).map(({ name }) => name);
  if (names.length === 0) return undefined;
  return new DatabaseError(`event trigger ${names.join(' or ')} rejected it: ${cause.message}`, {
    remedy:
      'Change the event trigger to permit the objects of roundtrip, or connect as a superuser for the first run.',
    cause,
  });
}
