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
  /** What the database must contain: through NAME, and what else is applied, in order. */
  readonly contained: readonly MigrationFile[];
  /** Those of them to be recorded. */
  readonly takenOver: readonly MigrationFile[];
}

export interface Recorded {
  readonly applied: readonly AppliedMigration[];
  /** By name, what made each applied migration what it is, as far as the history knows. */
  readonly ups: ReadonlyMap<string, HistoryEntry>;
}

/**
 * What to compare and what to record so that everything through `wanted` counts as run; applied
 * migrations that the history does not know are part of it.
 * @throws UsageError when no migration is meant, or several
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
