import { numberOf } from '../text-conversion.js';
import type { Client } from 'pg';
import type { SessionOptions, Statement } from '../session.js';

/** Facts returned by the first statement of a session. */
export interface SessionFacts {
  /** Process id of the backend that answered. */
  readonly pid: number;
  readonly database: string;
  /** `18.4`, without the packager's remark. */
  readonly version: string;
  readonly major: number;
}

/**
 * Settings go in the first statement, not in the startup packet: poolers refuse unknown startup parameters.
 * `idle_session_timeout` (14 and later) must not end a session that holds a lock. The server must notice soon
 * that the tool has gone, and release its locks: while a statement runs it looks whether the client is there
 * (where the system can tell, manual, 20.3.2), else TCP does. `$3` says whether they end with the statement.
 */
const START_SESSION = `
  SELECT pg_catalog.set_config('TimeZone', 'UTC', $3),
         pg_catalog.set_config('lock_timeout', $1, $3),
         pg_catalog.set_config('statement_timeout', $2, $3),
         CASE WHEN $5 THEN pg_catalog.set_config('search_path', '', $3) END,
         CASE WHEN $4 <> '' THEN pg_catalog.set_config('idle_in_transaction_session_timeout', $4, $3) END,
         CASE WHEN pg_catalog.current_setting('idle_session_timeout', true) IS NOT NULL
              THEN pg_catalog.set_config('idle_session_timeout', '0', $3) END,
         CASE WHEN pg_catalog.version() LIKE '%linux%'
              THEN pg_catalog.set_config('client_connection_check_interval', '2s', $3) END,
         pg_catalog.set_config('tcp_keepalives_idle', '30', $3),
         pg_catalog.set_config('tcp_keepalives_interval', '10', $3),
         pg_catalog.set_config('tcp_keepalives_count', '3', $3),
         pg_catalog.pg_backend_pid() AS pid,
         pg_catalog.current_database() AS database,
         pg_catalog.split_part(pg_catalog.current_setting('server_version'), ' ', 1) AS version,
         ${numberOf("pg_catalog.current_setting('server_version_num')")} / 10000 AS major`;

export interface StartOptions extends SessionOptions {
  /**
   * `discarded` where the backend may be lent to other clients next: through a pooler in
   * transaction mode the settings of a session stay behind for them.
   */
  readonly settings: 'kept' | 'discarded';
}

/** Returns the first statement of every session; its result is SessionFacts. */
export function startStatement({
  lockTimeout = 0,
  statementTimeout = 0,
  idleInTransactionTimeout: idle,
  searchPath,
  settings,
}: StartOptions): Statement {
  const values = [`${lockTimeout}ms`, `${statementTimeout}ms`, settings === 'discarded'];
  return {
    text: START_SESSION,
    values: [...values, idle === undefined ? '' : `${idle}ms`, searchPath === 'none'],
  };
}

export async function startSession(client: Client, { text, values }: Statement): Promise<SessionFacts> {
  const { rows } = await client.query<SessionFacts>(text, [...(values ?? [])]);
  const [facts] = rows;
  if (!facts) throw new Error('the server sent an empty response to the first statement');
  return facts;
}

/**
 * Returns the statement that restores settings after `DISCARD ALL` or `RESET ALL`, in one message without
 * parameters, which costs the server least. What it wrote so far is flushed to the statistics, since
 * `pg_stat_get_xact_…` would otherwise go on counting it (manual, 27.2.26; from PostgreSQL 15 on).
 */
export function ownSettingsText(
  { lockTimeout = 0, statementTimeout = 0, idleInTransactionTimeout: idle, searchPath }: SessionOptions,
  major: number,
): string {
  return [
    "SET TimeZone = 'UTC'",
    `SET lock_timeout = '${lockTimeout}ms'`,
    `SET statement_timeout = '${statementTimeout}ms'`,
    ...(idle === undefined ? [] : [`SET idle_in_transaction_session_timeout = '${idle}ms'`]),
    ...(searchPath === 'none' ? ["SET search_path = ''"] : []),
    'SET idle_session_timeout = 0',
    'SET tcp_keepalives_idle = 30',
    'SET tcp_keepalives_interval = 10',
    'SET tcp_keepalives_count = 3',
    `SELECT pg_catalog.set_config('client_connection_check_interval', '2s', false)
       WHERE pg_catalog.version() LIKE '%linux%'`,
    ...(major >= 15 ? ['SELECT pg_catalog.pg_stat_force_next_flush()'] : []),
  ].join('; ');
}
