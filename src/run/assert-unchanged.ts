import { MigrationFileError, RefusedError } from '../errors.js';
import type { HistoryEntry } from '../history/history-entry.js';
import type { EditedFiles } from '../history/find-edited.js';
import type { MigrationFile } from '../migrations/migration-file.js';

/** @throws MigrationFileError naming applied migrations whose up was edited since it ran */
export function assertUnedited({ ups }: EditedFiles): void {
  if (ups.length === 0) return;
  throw new MigrationFileError(`edited since they were applied: ${ups.join(', ')}`, {
    remedy:
      'Restore the files, and write a new migration for the change. ' +
      'roundtrip history show NAME shows the applied text. --allow-edited runs anyway; ' +
      'down --from-history rolls back with the recorded files.',
  });
}

/** The down of a squashed migration removes everything at once. */
function assertNotSquashed(files: readonly MigrationFile[], ups: ReadonlyMap<string, HistoryEntry>): void {
  const squashed = files.find(({ name }) => ups.get(name)?.outcome === 'squashed');
  if (!squashed) return;
  throw new RefusedError(
    `${squashed.name} was recorded in place of the migrations that it replaces, and never ran on this database`,
    {
      remedy:
        'Its down drops all that they created. roundtrip down --from-history rolls them back one by one, with their recorded files. If everything is to be dropped, add --allow-baseline.',
    },
  );
}

/** @throws RefusedError naming migrations that a baseline marked as applied, and that never ran here */
export function assertAboveBaseline(
  files: readonly MigrationFile[],
  ups: ReadonlyMap<string, HistoryEntry>,
): void {
  assertNotSquashed(files, ups);
  const names = files.map(({ name }) => name).filter((name) => ups.get(name)?.outcome === 'baseline');
  if (names.length === 0) return;
  throw new RefusedError(`below the baseline, never run on this database: ${names.join(', ')}`, {
    remedy:
      'Rolling them back drops objects that existed before roundtrip. If that is intended, add --allow-baseline.',
  });
}
