import { parseConnectionUrl } from '../config/connection.js';
import { uninterruptible } from '../database/interruption.js';
import type { Session } from '../database/session.js';
import type { SeedSession } from '../seed/seed-session.js';
import { requestOf, type Environment, type MigratedDatabaseOptions } from './options.js';
import { connectToProvider } from './provider-connections.js';

/** A database of a test, with all migrations applied. */
export interface MigratedDatabase {
  /** Connection URL, for the code under test. */
  readonly url: string;
  readonly name: string;
  /** Runs a statement on a connection that is closed after the test. */
  readonly query: SeedSession['query'];
}

export type UseDatabase<T> = (database: MigratedDatabase) => Promise<T> | T;

/**
 * Provides `use` with a database of its own: a copy of the migrated state, which is dropped afterwards.
 * @returns the result of `use`
 * @throws RoundtripError when the migrations or seeds cannot be applied, or the server cannot be used
 */
export async function withMigratedDatabase<T>(
  options: MigratedDatabaseOptions,
  environment: Environment,
  use: UseDatabase<T>,
): Promise<T> {
  const request = requestOf(options, environment);
  const provider = await connectToProvider(request.options.cwd, environment);
  const { name, url } = await provider.call({ method: 'acquire', request });
  const sessions = new OwnSession(url);
  try {
    return await use({
      name,
      url,
      query: async (text, values) => (await sessions.open()).query(text, values),
    });
  } finally {
    await sessions.close();
    // A lost provider must not hide why the test failed.
    const released = await provider.call({ method: 'release', name }).catch(() => undefined);
    warnOfOpenSessions(released?.openSessions ?? 0);
  }
}

function warnOfOpenSessions(open: number): void {
  if (open === 0) return;
  process.emitWarning(
    `a test has left ${open} ${open === 1 ? 'connection' : 'connections'} to its database open: close each client and pool before the callback ends. The database is dropped when this process ends.`,
    'RoundtripWarning',
  );
}

/** A session that is opened when it is first needed. */
class OwnSession {
  readonly #url: string;
  #opening: Promise<Session> | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  open(): Promise<Session> {
    return (this.#opening ??= openSession(this.#url));
  }

  async close(): Promise<void> {
    const session = await this.#opening?.catch(() => undefined);
    await session?.close();
  }
}

async function openSession(url: string): Promise<Session> {
  const { openServer } = await import('../database/server/open-server.js');
  const connection = parseConnectionUrl(url, 'the URL of the test database');
  const database = await openServer({
    connection,
    kind: 'server',
    signal: uninterruptible,
    pooler: 'allowed',
  });
  return database.connect();
}
