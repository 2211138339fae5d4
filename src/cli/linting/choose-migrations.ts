import { UsageError } from '../../errors.js';
import { findChangedFiles } from '../../git/changed-files.js';
import { findComparison } from '../../git/comparison.js';
import { findByName } from '../../migrations/find-by-name.js';
import type { MigrationFile } from '../../migrations/migration-file.js';
import { filesNamedBy } from '../../modules/imported-files.js';
import type { Context } from '../context.js';
import type { LintFlags } from './flags.js';

interface Choosing {
  readonly files: readonly MigrationFile[];
  /** Absolute path of a folder of the migrations. */
  readonly directory: string;
  /** Names as given by the user. */
  readonly names: readonly string[];
}

/**
 * Names of the migrations to report on: those that are named, those that differ from a git revision, or all.
 * @throws UsageError when what was named is not there
 */
export async function chooseMigrations(
  { flags: { changed }, env }: Context<LintFlags>,
  { files, directory, names }: Choosing,
): Promise<ReadonlySet<string>> {
  if (changed === undefined)
    return namesOf(names.length === 0 ? files : names.map((name) => findByName(files, name)));
  if (names.length > 0)
    throw new UsageError('migrations cannot be chosen both by name and with --changed', {
      remedy: 'Leave out one of the two. A revision must directly follow --changed.',
    });
  const revision = changed === true ? undefined : changed;
  const comparison = await findComparison({ directory, revision, env, neededBy: '--changed' });
  const { paths } = await findChangedFiles(comparison);
  const found = await Promise.all(files.map(async (file) => ((await isChanged(file, paths)) ? [file] : [])));
  return namesOf(found.flat());
}

function namesOf(files: readonly MigrationFile[]): ReadonlySet<string> {
  return new Set(files.map(({ name }) => name));
}

/** A migration also changes with a file that it imports or reads. */
async function isChanged({ path, downPath }: MigrationFile, changed: ReadonlySet<string>): Promise<boolean> {
  if (changed.has(path) || (downPath !== undefined && changed.has(downPath))) return true;
  if (changed.size === 0 || path.endsWith('.sql')) return false;
  return [...(await filesNamedBy(path))].some((named) => changed.has(named));
}
