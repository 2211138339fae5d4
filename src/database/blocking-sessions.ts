import type { BlockingSession } from '../errors.js';
import { parseLockMode } from './lock-modes.js';
import { beginningOf } from '../sql-text/query-beginning.js';
import type { Session } from './session.js';

/** A lock that a session waits for, and the sessions that block it. */
export interface LockWait {
  /** Seconds since the wait began. */
  readonly seconds: number;
  /** `ACCESS EXCLUSIVE on public.users`; `null` where it is not a lock on a relation, or not visible. */
  readonly lock: string | null;
  readonly blockers: readonly BlockingSession[];
}

/**
 * Columns about a session of pg_stat_activity (manual, 27.2.3). Of the sessions of other roles they are null, and the
 * query is `<insufficient privilege>`, unless the role is a member of pg_read_all_stats.
 */
export const SESSION_COLUMNS = `
  coalesce(nullif(a.application_name, ''), CASE WHEN a.backend_type <> 'client backend' THEN a.backend_type END, '')
    AS application, a.usename::pg_catalog.text AS "user", a.state,
  extract(epoch FROM pg_catalog.clock_timestamp() - a.xact_start)::pg_catalog.float8 AS "transactionSeconds",
  extract(epoch FROM pg_catalog.clock_timestamp() - a.query_start)::pg_catalog.float8 AS "querySeconds", a.query`;

export type SessionRow = Omit<BlockingSession, 'details'>;

/** The query without its values: those of others may be secret. */
export function toBlockingSession(row: SessionRow): BlockingSession {
  const isVisible = row.query !== hiddenQuery;
  const query = isVisible && row.query ? beginningOf(row.query) : null;
  const { pid, application, user, state, transactionSeconds, querySeconds } = row;
  return {
    ...{ pid, application, user, state, transactionSeconds, querySeconds, query },
    details: isVisible ? 'visible' : 'hidden',
  };
}

const hiddenQuery = '<insufficient privilege>';

/**
 * pg_blocking_pids locks the lock manager for a moment (manual, 9.26.1), so it runs only for sessions that do wait. Of
 * a prepared transaction it returns 0.
 */
const WAITS = `
  WITH waiting AS MATERIALIZED (
    SELECT a.pid FROM pg_catalog.pg_stat_activity AS a
    WHERE a.pid = ANY ($1::pg_catalog.int4[]) AND a.wait_event_type = 'Lock'
  )
  SELECT b.pid, ${SESSION_COLUMNS}, l.mode, l.relation,
    coalesce(extract(epoch FROM pg_catalog.clock_timestamp() - l.waitstart), 0)::pg_catalog.float8 AS seconds
  FROM waiting AS w
    CROSS JOIN LATERAL (SELECT DISTINCT p.pid FROM pg_catalog.unnest(pg_catalog.pg_blocking_pids(w.pid)) AS p (pid)) AS b
    LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = b.pid
    LEFT JOIN LATERAL (
      SELECT l.mode, l.waitstart, pg_catalog.format('%s.%s', n.nspname, c.relname) AS relation
      FROM pg_catalog.pg_locks AS l
        LEFT JOIN pg_catalog.pg_class AS c ON c.oid = l.relation AND l.locktype = 'relation'
        LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
      WHERE l.pid = w.pid AND NOT l.granted
    ) AS l ON true
  ORDER BY b.pid`;

interface WaitRow extends SessionRow {
  readonly mode: string | null;
  /** `.` where the lock is not on a relation of this database. */
  readonly relation: string | null;
  readonly seconds: number;
}

/** The lock that one of these backends waits for; `undefined` where none does. */
export async function readLockWait(session: Session, pids: readonly number[]): Promise<LockWait | undefined> {
  const { rows } = await session.query<WaitRow>(WAITS, [pids]);
  const [first] = rows;
  if (!first) return undefined;
  return { seconds: first.seconds, lock: lockText(first), blockers: rows.map(toBlockingSession) };
}

function lockText({ mode, relation }: WaitRow): string | null {
  const known = mode === null ? undefined : parseLockMode(mode);
  return known && relation !== null && relation !== '.' ? `${known} on ${relation}` : null;
}

/** `psql (pid 4711, user alice, idle in transaction, transaction open for 42 s, last query 40 s ago: UPDATE users SET …)` */
export function describeSession(session: BlockingSession): string {
  const { pid, application, user } = session;
  if (pid === 0) return 'a prepared transaction (see pg_prepared_xacts)';
  const parts = [`pid ${pid}`, ...(user === null ? [] : [`user ${user}`]), ...activityOf(session)];
  return `${application === '' ? 'an unnamed application' : application} (${parts.join(', ')})`;
}

function activityOf(session: BlockingSession): readonly string[] {
  const { state, transactionSeconds, querySeconds, query, details } = session;
  if (details === 'hidden') return ['what it does is visible to members of pg_read_all_stats only'];
  if (state === null) return ['it has ended'];
  const text = query === null ? '' : `: ${query}`;
  return [
    state,
    ...(transactionSeconds === null ? [] : [`transaction open for ${wholeSeconds(transactionSeconds)}`]),
    ...(querySeconds === null
      ? []
      : [
          state === 'active'
            ? `query running for ${wholeSeconds(querySeconds)}${text}`
            : `last query ${wholeSeconds(querySeconds)} ago${text}`,
        ]),
  ];
}

/** `42 s`, `3 min 5 s` */
export function wholeSeconds(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return whole < 120 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Advice on terminating blocking sessions; empty if there are none. */
export function terminateAdvice(blockers: readonly BlockingSession[]): string {
  const calls = blockers.flatMap(({ pid }) => (pid === 0 ? [] : [`SELECT pg_terminate_backend(${pid});`]));
  return calls.length === 0 ? '' : `If the blocking session hangs, terminate it: ${calls.join(' ')}`;
}
