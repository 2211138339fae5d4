import type { Database } from '../database/session.js';
import { createClusterGuard } from '../scratch-run/cluster-guard.js';
import type { Migration } from '../migrations/migration.js';
import type { ReplayOptions } from '../scratch-run/replay.js';

type Hooks = Pick<ReplayOptions, 'beforeCommit' | 'beforeStatement'>;

const advice =
  'Leave out --database-url: the schema is then made on a server of its own, which is gone afterwards.';

/**
 * Stops a migration before it changes roles or tablespaces of somebody's server. On a server of the
 * tool's own, whatever migrations do to it goes with it.
 * @param current the migration that runs
 */
export async function guardReplay(server: Database, current: () => Migration | undefined): Promise<Hooks> {
  if (server.server.kind === 'embedded') return {};
  const guard = await createClusterGuard(server, { advice });
  let transaction: 'one' | 'none' = 'one';
  const step = () => {
    const migration = current();
    if (!migration) throw new Error('no migration runs');
    return { migration, direction: 'up' } as const;
  };
  return {
    beforeCommit: async (session) => {
      const ended = transaction;
      transaction = 'one';
      await guard.beforeCommit(session, { ...step(), transaction: ended });
    },
    beforeStatement: (sql, now) => {
      transaction = now;
      if (now === 'none') guard.beforeStatement(sql, step());
    },
  };
}
