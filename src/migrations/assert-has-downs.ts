import { MigrationFileError } from '../errors.js';
import type { Migration } from './migration.js';

/**
 * Checks a whole range before anything of it is rolled back.
 * @throws MigrationFileError naming the migrations that have no way down
 */
export function assertHasDowns(migrations: readonly Migration[]): void {
  const reasons = migrations.flatMap(({ name, down: { kind } }) => {
    if (kind === 'disabled') return [`${name} is declared irreversible (down = false)`];
    return kind === 'absent' ? [`${name} has no down part`] : [];
  });
  if (reasons.length === 0) return;
  throw new MigrationFileError(reasons.join('\n'), {
    remedy: 'Nothing was rolled back. Roll back only the migrations after it: roundtrip down --to NAME.',
  });
}
