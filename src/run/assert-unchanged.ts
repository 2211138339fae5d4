import { MigrationFileError, RefusedError } from '../errors.js';
import type { HistoryEntry } from '../history/history-entry.js';
import type { EditedFiles } from '../history/find-edited.js';
import type { MigrationChain } from '../migrations/migration-chain.js';
import type { MigrationFile } from '../migrations/migration-file.js';

/** @throws MigrationFileError naming applied migrations whose file is gone, latest first */
export function assertFilesPresent(chain: MigrationChain): void {
  const names = chain
    .filter(({ state }) => state === 'missing')
    .map(({ name }) => name)
    .toReversed();
  if (names.length === 0) return;
  throw new MigrationFileError(
    `these migrations are applied, but their files are gone: ${names.join(', ')}`,
    {
      remedy:
        'Check out the revision that has them. down --from-history rolls back with the files as they were applied; ' +
        'up --allow-missing goes on without them.',
    },
  );
}

/** @throws MigrationFileError naming applied migrations whose up is not what ran */
export function assertUnedited({ ups }: EditedFiles): void {
  if (ups.length === 0) return;
  throw new MigrationFileError(`edited since they were applied: ${ups.join(', ')}`, {
    remedy:
      'What ran is not what the files say: bring them back as they were, and write a new migration for the change. ' +
      'roundtrip history show NAME tells what was applied. --allow-edited goes on all the same; ' +
      'down --from-history rolls back with the files as they were applied.',
  });
}

/** @throws RefusedError naming what was taken over as it was, and never ran here */
export function assertAboveBaseline(
  files: readonly MigrationFile[],
  ups: ReadonlyMap<string, HistoryEntry>,
): void {
  const names = files.map(({ name }) => name).filter((name) => ups.get(name)?.outcome === 'baseline');
  if (names.length === 0) return;
  throw new RefusedError(`below the baseline, taken over and never applied here: ${names.join(', ')}`, {
    remedy: 'Rolling them back drops what was there before roundtrip. If that is meant: --allow-baseline.',
  });
}
