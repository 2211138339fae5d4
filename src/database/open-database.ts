import type { DatabaseTarget } from '../config/config.js';
import type { ConnectionSettings } from '../config/connection.js';
import type { EmbeddedServer, EphemeralServerOptions } from './embedded/embedded-server.js';
import { openServer } from './server/open-server.js';
import type { Database } from './session.js';

export interface DatabaseOptions {
  readonly signal: AbortSignal;
  /** Whether a pooler in transaction mode is acceptable. */
  readonly pooler?: 'refused' | 'allowed';
  /** Where and with which settings an embedded server for scratch databases runs. */
  readonly ephemeral?: EphemeralServerOptions;
}

/** Opens the database of `target` for `action`; the embedded server is started, and stopped again. */
export async function withDatabase<T>(
  target: DatabaseTarget,
  options: DatabaseOptions,
  action: (database: Database) => Promise<T>,
): Promise<T> {
  if (target.kind === 'server') {
    const { connection } = target;
    return action(await openServer({ connection, kind: 'server', pooler: 'refused', ...options }));
  }
  const { startPersistentServer } = await import('./embedded/embedded-server.js');
  return withEmbedded(await startPersistentServer({ directory: target.directory }), options, action);
}

/** Work on a server, of which the connection settings are given, too. */
type ServerAction<T> = (database: Database, connection: ConnectionSettings) => Promise<T>;

/**
 * Provides `action` with a server for scratch databases: that of `target`, or an embedded one that runs as long
 * as `action`.
 */
export async function withScratchServer<T>(
  target: DatabaseTarget,
  options: DatabaseOptions,
  action: ServerAction<T>,
): Promise<T> {
  if (target.kind === 'server')
    return withDatabase(target, options, (database) => action(database, target.connection));
  const { startEphemeralServer } = await import('./embedded/embedded-server.js');
  return withEmbedded(await startEphemeralServer(options.ephemeral), options, action);
}

async function withEmbedded<T>(
  server: EmbeddedServer,
  { signal }: DatabaseOptions,
  action: ServerAction<T>,
): Promise<T> {
  try {
    const connection = embeddedConnection(server);
    const database = await openServer({ connection, kind: 'embedded', signal, pooler: 'allowed' });
    return await action(database, connection);
  } finally {
    await server.stop();
  }
}

function embeddedConnection({ host, port, user, password }: EmbeddedServer) {
  const database = 'postgres';
  return {
    source: 'the embedded server',
    host,
    port,
    user,
    password,
    database,
    ssl: false,
    sslFallback: 'none',
  } as const;
}
