import { parseConnectionUrl } from '../src/config/connection.js';
import { startEphemeralServer } from '../src/database/embedded/embedded-server.js';
import { uninterruptible } from '../src/database/interruption.js';
import { openServer } from '../src/database/server/open-server.js';
import type { Database } from '../src/database/session.js';
import { print } from './print.js';

/** A server for measurements. */
export interface Bench {
  readonly database: Database;
  readonly urlOf: (name: string) => string;
}

/**
 * Starts an ephemeral embedded server, with these binaries or with those of the newest version, for `action`.
 * Its files are on a disk, as those of most servers.
 */
export async function withServer(
  binaries: string | undefined,
  action: (bench: Bench) => Promise<void>,
): Promise<void> {
  const server = await startEphemeralServer({
    files: 'disk',
    ...(binaries === undefined ? {} : { binaries }),
  });
  const { user, password, host, port } = server;
  const urlOf = (name: string) =>
    `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/${name}`;
  try {
    const connection = parseConnectionUrl(urlOf('postgres'), 'bench');
    const database = await openServer({
      connection,
      kind: 'embedded',
      signal: uninterruptible,
      pooler: 'allowed',
    });
    print(`PostgreSQL ${database.server.version}, Node ${process.versions.node}`);
    await action({ database, urlOf });
  } finally {
    await server.stop();
  }
}
