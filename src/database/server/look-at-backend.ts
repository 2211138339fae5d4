import pg from 'pg';
import type { ConnectionSettings } from '../../config/connection.js';
import { socketOf } from './socket-of.js';

/** State of the backend that owes a response, seen from a second connection. */
export type BackendState =
  /** It is running, or the server has no free connections. */
  | 'works'
  /** It has responded or ended, but the response did not arrive. */
  | 'rests'
  /** The server does not respond on the second connection either. */
  | 'silent';

const STATE = 'SELECT a.state FROM pg_catalog.pg_stat_activity AS a WHERE a.pid = $1';

export interface BackendStateOptions {
  readonly pid: number;
  /** Milliseconds to wait for each of the two: the connection and the answer. */
  readonly timeout: number;
}

export async function readBackendState(
  connection: ConnectionSettings,
  { pid, timeout }: BackendStateOptions,
): Promise<BackendState> {
  const { host, port, user, password, database, ssl } = connection;
  const client = new pg.Client({
    host,
    port,
    user,
    password,
    database,
    ssl,
    application_name: 'roundtrip',
    connectionTimeoutMillis: timeout,
    query_timeout: timeout,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ state: string | null }>(STATE, [pid]);
    return isAtRest(rows[0]) ? 'rests' : 'works';
  } catch (error) {
    return error instanceof pg.DatabaseError ? 'works' : 'silent';
  } finally {
    socketOf(client).destroy();
  }
}

/** The state is not shown where the server does not track it. */
function isAtRest(row: { readonly state: string | null } | undefined): boolean {
  return row === undefined || row.state?.startsWith('idle') === true;
}
