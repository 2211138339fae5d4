import type { AppliedMigration } from '../migrations/bookkeeping.js';
import { readMigrationChain } from '../migrations/migration-chain.js';
import type { MigrationFile } from '../migrations/migration-file.js';
import { assertFilesPresent } from '../migrations/missing-files.js';

/** The applied and pending migrations of a database, as far as they have files. */
export interface AppliedFiles {
  /** In the order in which they were applied. */
  readonly applied: readonly MigrationFile[];
  /** Names of the files that are not applied. */
  readonly pending: readonly string[];
}

/** @throws MigrationFileError naming every applied migration whose file is missing */
export function filesOfApplied(
  files: readonly MigrationFile[],
  applied: readonly AppliedMigration[],
): AppliedFiles {
  const chain = readMigrationChain(files, applied);
  assertFilesPresent(chain, 'verify');
  return {
    applied: chain.flatMap((entry) => (entry.state === 'applied' ? [entry.file] : [])),
    pending: chain.flatMap((entry) => (entry.state === 'applied' ? [] : [entry.name])),
  };
}
