import type { MigrationsConfig } from '../config/config.js';
import type { HistoryEntry } from '../history/history-entry.js';
import type { AppliedMigration } from '../migrations/bookkeeping.js';
import { findByName } from '../migrations/find-by-name.js';
import { readMigrationChain } from '../migrations/migration-chain.js';
import type { MigrationFile } from '../migrations/migration-file.js';
import { assertFilesPresent } from '../migrations/missing-files.js';
import { assertInOrder } from '../migrations/plan.js';

export interface BaselinePlan {
  readonly through: string;
  /**
   * Migrations whose objects the database must contain: those through `through`, and others that are applied,
   * in order.
   */
  readonly contained: readonly MigrationFile[];
  /** The migrations among them to be recorded. */
  readonly takenOver: readonly MigrationFile[];
}

export interface Recorded {
  readonly applied: readonly AppliedMigration[];
  /** The history row of the up of each applied migration, by name, as far as the history has one. */
  readonly ups: ReadonlyMap<string, HistoryEntry>;
}

/**
 * Determines the migrations to compare with and to record, so that everything through `wanted` counts as
 * applied. This includes applied migrations that are missing in the history.
 * @throws UsageError when `wanted` matches no migration, or several
 * @throws MigrationFileError when applied migrations have no file, or are out of order
 */
export function planBaseline(
  files: readonly MigrationFile[],
  wanted: string,
  { applied, ups, checkOrder }: Recorded & Pick<MigrationsConfig, 'checkOrder'>,
): BaselinePlan {
  const { name: through } = findByName(files, wanted);
  const chain = readMigrationChain(files, applied);
  assertFilesPresent(chain, 'baseline');
  if (checkOrder === 'enforced') assertInOrder(chain);
  const names = new Set(applied.map(({ name }) => name));
  const last = files.findIndex(({ name }) => name === through);
  return {
    through,
    contained: files.filter(({ name }, index) => index <= last || names.has(name)),
    takenOver: files.slice(0, last + 1).filter(({ name }) => !ups.has(name)),
  };
}
