import type { DatabaseTarget } from '../../config/config.js';
import type { ConnectionSettings } from '../../config/connection.js';
import { uninterruptible } from '../../database/interruption.js';
import { withScratchServer } from '../../database/open-database.js';
import { withScratchDatabases, type ScratchDatabases } from '../../database/scratch.js';
import type { Database, Session } from '../../database/session.js';
import { withSession } from '../../database/with-session.js';
import type { ClusterGuard } from '../../scratch-run/cluster-guard.js';
import { asScratchServer, guardOf } from '../../scratch-run/scratch-server.js';
import { hold, type Held } from './hold.js';

/** A server on which templates and test databases are created. */
export interface TestServer {
  readonly database: Database;
  readonly connection: ConnectionSettings;
  readonly scratch: ScratchDatabases;
  readonly clusterGuard: ClusterGuard | undefined;
  /** A session for queries about the test databases. */
  readonly session: Session;
}

/** Opens a server, or starts an embedded one, until the result is released. Everything on it is then dropped. */
export function openTestServer(target: DatabaseTarget, signal: AbortSignal): Promise<Held<TestServer>> {
  return hold<TestServer>((use) =>
    withScratchServer(target, { signal }, (database, connection) =>
      withScratchDatabases(database, async (scratch) => {
        const clusterGuard = await guardOf(asScratchServer(database), { advice });
        await withSession(
          database,
          (session) => use({ database, connection, scratch, clusterGuard, session }),
          { signal: uninterruptible, searchPath: 'none' },
        );
      }),
    ),
  );
}

const advice = 'Test on the embedded server: leave out databaseUrl.';
