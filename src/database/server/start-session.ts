import type { Client } from 'pg';
import type { SessionOptions, Statement } from '../session.js';

/** What the first statement of a session tells. */
export interface SessionFacts {
  /** Process id of the backend that answered. */
  readonly pid: number;
  readonly database: string;
  /** `18.4`, without the packager's remark. */
  readonly version: string;
  readonly major: number;
}

/**
 * Settings go in the first statement, not in the startup packet: poolers refuse unknown startup
 * parameters. `idle_session_timeout` (14 and later) must not end a session that holds a lock.
 */
const START_SESSION = `
  SELECT pg_catalog.set_config('TimeZone', 'UTC', false),
         pg_catalog.set_config('lock_timeout', $1, false),
         pg_catalog.set_config('statement_timeout', $2, false),
         CASE WHEN pg_catalog.current_setting('idle_session_timeout', true) IS NOT NULL
              THEN pg_catalog.set_config('idle_session_timeout', '0', false) END,
         pg_catalog.pg_backend_pid() AS pid,
         pg_catalog.current_database() AS database,
         pg_catalog.split_part(pg_catalog.current_setting('server_version'), ' ', 1) AS version,
         pg_catalog.current_setting('server_version_num')::int / 10000 AS major`;

/** The statement that every session begins with; it tells SessionFacts. */
export function startStatement({ lockTimeout = 0, statementTimeout = 0 }: SessionOptions): Statement {
  return { text: START_SESSION, values: [`${lockTimeout}ms`, `${statementTimeout}ms`] };
}

export async function startSession(client: Client, { text, values }: Statement): Promise<SessionFacts> {
  const { rows } = await client.query<SessionFacts>(text, [...(values ?? [])]);
  const [facts] = rows;
  if (!facts) throw new Error('the server answered the first statement with nothing');
  return facts;
}
