import { MigrationFileError } from '../errors.js';
import type { MigrationChain } from './migration-chain.js';

/** What needs the files of applied migrations, and what to do where they are missing. */
const remedies = {
  run:
    'Check out the revision that contains them. down --from-history rolls back with the recorded files; ' +
    'up --allow-missing runs without them.',
  down: 'Check out the revision that contains them: their down is needed for the rollback.',
  plan: 'Check out the revision that contains them: the plan rebuilds the schema. --dry-run shows only the SQL.',
  verify:
    'Check out the revision that contains them, or give their folder with --migrations-dir: without them, their objects look like drift.',
  baseline: 'Check out the revision that contains them: their objects are part of the comparison.',
} as const;

/** @throws MigrationFileError naming every applied migration whose file is missing, in the order of `chain` */
export function assertFilesPresent(chain: MigrationChain, purpose: keyof typeof remedies): void {
  const names = chain.flatMap(({ state, name }) => (state === 'missing' ? [name] : []));
  if (names.length === 0) return;
  throw new MigrationFileError(`files of applied migrations are missing: ${names.join(', ')}`, {
    remedy: remedies[purpose],
  });
}
