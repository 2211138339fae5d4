import type { MigrationsConfig } from '../config/config.js';
import type { Session } from '../database/session.js';
import { loadMigrations } from '../migrations/load-migrations.js';
import type { Migration } from '../migrations/migration.js';
import { readMigrationChain } from '../migrations/migration-chain.js';
import { findMigrationFiles } from '../migrations/migration-file.js';
import { assertInOrder, planUp, type Target } from '../migrations/plan.js';
import { readAppliedAsFiles } from '../migrations/squashed-migrations.js';

/**
 * The migrations to rehearse: those that are not applied in the copy, in order.
 * @throws MigrationFileError when they are out of order or cannot be loaded
 */
export async function readPending(
  session: Session,
  config: MigrationsConfig,
  target: Target,
): Promise<readonly Migration[]> {
  const files = await findMigrationFiles(config);
  const { applied } = await readAppliedAsFiles(session, config, files);
  const chain = readMigrationChain(files, applied);
  if (config.checkOrder === 'enforced') assertInOrder(chain);
  const names = new Set(planUp(chain, target).map(({ name }) => name));
  // All are loaded, since shorthands of earlier files apply to later ones.
  const migrations = await loadMigrations(files, config);
  return migrations.filter(({ name }) => names.has(name));
}
