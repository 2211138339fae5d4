import pg from 'pg';
import type { ConnectionSettings } from '../../config/connection.js';
import { DatabaseError } from '../../errors.js';
import type { SessionFacts } from './start-session.js';

/** Milliseconds after which a statement that waits for a second backend counts as pooled. */
const patience = 2_000;

interface Connected {
  readonly client: pg.Client;
  readonly facts: SessionFacts;
  readonly connection: ConnectionSettings;
}

/**
 * Recognises a pooler in transaction mode, through which session locks and settings get lost.
 *
 * A direct connection is told its backend's pid at startup (message BackendKeyData) and it is the
 * one that `pg_backend_pid()` gives; a pooler invents its own. Only then a second connection takes
 * the first one's backend away with an open transaction: in transaction mode the first connection
 * then runs on another backend, or waits for one.
 * @throws DatabaseError when the mode is transaction (or statement)
 */
export async function refusePooler({ client, facts, connection }: Connected): Promise<void> {
  const announced = (client as pg.Client & { readonly processID: number | null }).processID;
  if (announced === facts.pid) return;
  if (!(await losesItsBackend(client, connection))) return;
  throw new DatabaseError(`${connection.source} leads through a connection pooler in transaction mode`, {
    remedy:
      'Migrations need a direct connection: the lock that keeps two runs apart and SET search_path live in a session. ' +
      'Put the direct URL in DATABASE_URL_UNPOOLED (or --database-url); seeds go on using DATABASE_URL.',
  });
}

async function losesItsBackend(
  client: pg.Client,
  { host, port, user, password, database, ssl }: ConnectionSettings,
) {
  const rival = new pg.Client({ host, port, user, password, database, ssl, application_name: 'roundtrip' });
  await rival.connect();
  try {
    const before = await backendPid(client);
    await rival.query('BEGIN');
    await backendPid(rival);
    return (await Promise.race([backendPid(client), nothing(patience)])) !== before;
  } finally {
    await rival.query('ROLLBACK');
    await rival.end();
  }
}

async function backendPid(client: pg.Client): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_catalog.pg_backend_pid() AS pid');
  return rows[0]?.pid;
}

function nothing(delay: number): Promise<undefined> {
  return new Promise((resolve) =>
    setTimeout(() => {
      resolve(undefined);
    }, delay).unref(),
  );
}
