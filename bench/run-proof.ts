import type { Config } from '../src/config/config.js';
import { uninterruptible } from '../src/database/interruption.js';
import { findMigrationFiles } from '../src/migrations/migration-file.js';
import { loadMigrations } from '../src/migrations/load-migrations.js';
import type { MigrationProof } from '../src/prove/proof-report.js';
import { prove } from '../src/prove/prove.js';
import type { Bench } from './bench-server.js';

/** Proves a whole suite, which must be reversible, in the given number of parallel parts. */
export async function runProof(
  { database }: Bench,
  config: Config,
  jobs: number,
): Promise<readonly MigrationProof[]> {
  const migrations = await loadMigrations(await findMigrationFiles(config.migrations));
  const report = await prove({
    database,
    migrations,
    config: config.migrations,
    limits: {},
    signal: uninterruptible,
    chosen: new Set(migrations.map(({ name }) => name)),
    rows: 'generate',
    clusterChanges: 'refused',
    bail: 'off',
    jobs,
    strict: 'off',
    observer: { step: () => undefined, proven: () => undefined },
  });
  if (report.verdict !== 'reversible') throw new Error('the suite of the benchmark must be reversible');
  return report.migrations;
}
