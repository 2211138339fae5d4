import type { Config } from '../../src/config/config.js';
import { uninterruptible } from '../../src/database/interruption.js';
import { findMigrationFiles } from '../../src/migrations/migration-file.js';
import { loadMigrations } from '../../src/migrations/load-migrations.js';
import { replay, replayAdvice as advice, type Replayed } from '../../src/scratch-run/replay.js';
import { withScratchRun } from '../../src/scratch-run/with-scratch-run.js';
import { openTestServer } from './scratch.js';

/** Replays all migrations of a project on the test server. */
export async function replayAll({ migrations: config }: Config): Promise<Replayed> {
  const migrations = await loadMigrations(await findMigrationFiles(config), config);
  const scratch = { server: await openTestServer(), place: 'live server' } as const;
  return withScratchRun(scratch, { config, advice }, (run) =>
    replay(run, { ...scratch, migrations, signal: uninterruptible, progress: undefined }),
  );
}
