import { dirname } from 'node:path';
import { parseConnectionUrl } from '../../../src/config/connection.js';
import { prepareBinaries } from '../../../src/database/embedded/binaries.js';
import { clusterIn } from '../../../src/database/embedded/cluster.js';
import { startEphemeralServer } from '../../../src/database/embedded/embedded-server.js';
import { findServerAccount } from '../../../src/database/embedded/find-account.js';
import type { Installation } from '../../../src/database/embedded/installation.js';
import { launchPostmaster } from '../../../src/database/embedded/launch-postmaster.js';
import { stopServer } from '../../../src/database/embedded/stop-server.js';
import { isRunning } from '../../../src/database/embedded/process-table.js';
import { uninterruptible } from '../../../src/database/interruption.js';
import { openServer } from '../../../src/database/server/open-server.js';
import type { Session } from '../../../src/database/session.js';
import { postmasterPid, testBinaries } from '../embedded/server-facts.js';

/** A server that a test may stop; the faults occur in its database `postgres`. */
export interface OwnServer {
  readonly url: string;
  /** A session on the running server. */
  readonly session: Session;
  readonly dataDirectory: string;
  /** `crash` has the effect of a power failure: the server writes nothing after it. */
  stop(how: 'fast' | 'crash'): Promise<void>;
  start(): Promise<void>;
  drop(): Promise<void>;
}

export async function startOwnServer(): Promise<OwnServer> {
  // Otherwise a crash may lose the latest commits.
  const server = await startEphemeralServer({ ...testBinaries, settings: { synchronous_commit: 'on' } });
  const { host, port, user, password, dataDirectory } = server;
  const url = `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/postgres`;
  const account = await findServerAccount();
  const binaries = await prepareBinaries({ folder: testBinaries.binaries, account });
  const installation: Installation = { account, binaries, cluster: clusterIn(dirname(dataDirectory)) };
  let session = await connect(url);
  return {
    url,
    dataDirectory,
    get session() {
      return session;
    },
    stop: async (how) => {
      if (how === 'crash') await crash(postmasterPid(server));
      else await stopServer(installation);
    },
    start: async () => {
      const { outcome } = await launchPostmaster(installation);
      if (outcome !== 'ready') throw new Error('the server does not start again');
      session = await connect(url);
    },
    drop: async () => {
      await session.close();
      await server.stop();
    },
  };
}

async function connect(url: string): Promise<Session> {
  const connection = parseConnectionUrl(url, 'the own server');
  const options = { connection, kind: 'server', signal: uninterruptible, pooler: 'refused' } as const;
  return (await openServer(options)).connect();
}

async function crash(pid: number): Promise<void> {
  process.kill(pid, 'SIGQUIT');
  while (await isRunning(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
}
