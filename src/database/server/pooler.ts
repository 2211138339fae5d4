import pg from 'pg';
import type { ConnectionSettings } from '../../config/connection.js';
import { DatabaseError } from '../../errors.js';
import { connectionError } from './connection-error.js';
import type { SessionFacts } from './start-session.js';

/** Milliseconds after which a statement that waits for a second backend counts as pooled. */
const timeout = 2_000;

interface Connected {
  readonly client: pg.Client;
  readonly facts: SessionFacts;
  readonly connection: ConnectionSettings;
}

/**
 * Whether there is a pooler: a server reports the pid of `pg_backend_pid()` at startup (message
 * BackendKeyData), a pooler another one.
 */
export function hasPooler(client: pg.Client, { pid }: SessionFacts): boolean {
  return (client as pg.Client & { readonly processID: number | null }).processID !== pid;
}

/**
 * Recognises a pooler in transaction mode, through which session locks and settings get lost: a
 * second connection takes the first one's backend away with an open transaction; in transaction
 * mode the first connection then runs on another backend, or waits for one.
 * @throws DatabaseError when the mode is transaction (or statement)
 */
export async function assertNoPooler({ client, facts, connection }: Connected): Promise<void> {
  if (!hasPooler(client, facts)) return;
  if (!(await losesItsBackend(client, connection))) return;
  throw new DatabaseError(`${connection.source} connects through a pooler in transaction mode`, {
    remedy:
      'Migrations need a direct connection, because their lock and search_path belong to a session. ' +
      'Put the direct URL in DATABASE_URL_UNPOOLED (or --database-url); seeds still use DATABASE_URL.',
  });
}

/**
 * If a second connection waits in vain for a backend, the first one keeps its own. If it cannot open a
 * transaction, the pooler is in statement mode.
 */
async function losesItsBackend(client: pg.Client, connection: ConnectionSettings): Promise<boolean> {
  const rival = await connectRival(connection);
  try {
    const before = await backendPid(client);
    const taken = await inTime(rival.query('BEGIN').then(() => backendPid(rival)));
    if (taken !== 'answered') return taken === 'refused';
    const kept = await inTime(backendPid(client).then(ensureSame(before)));
    await rival.query('ROLLBACK');
    return kept !== 'answered';
  } finally {
    await rival.end();
  }
}

async function connectRival(settings: ConnectionSettings): Promise<pg.Client> {
  const { host, port, user, password, database, ssl } = settings;
  const rival = new pg.Client({ host, port, user, password, database, ssl, application_name: 'roundtrip' });
  // A pooler that refuses a statement may close the connection as well.
  rival.on('error', () => undefined);
  await rival.connect().catch((cause: unknown) => {
    throw connectionError(cause, settings);
  });
  return rival;
}

async function backendPid(client: pg.Client): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_catalog.pg_backend_pid() AS pid');
  return rows[0]?.pid;
}

function ensureSame(before: number | undefined): (after: number | undefined) => void {
  return (after) => {
    if (before !== after) throw new Error(`backend ${before ?? ''} became ${after ?? ''}`);
  };
}

/** Whether `work` finishes within the timeout. */
function inTime(work: Promise<unknown>): Promise<'answered' | 'refused' | 'late'> {
  const delay = new Promise<'late'>((resolve) => {
    setTimeout(() => {
      resolve('late');
    }, timeout).unref();
  });
  const outcome = work.then(
    () => 'answered' as const,
    () => 'refused' as const,
  );
  return Promise.race([outcome, delay]);
}
