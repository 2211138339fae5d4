import { basename, dirname } from 'node:path';
import { MigrationFileError, UsageError } from '../../errors.js';
import type { Config } from '../../config/config.js';
import { readBranchMigrations } from '../../git/branch-migrations.js';
import { findChangedFiles, type Changed } from '../../git/changed-files.js';
import { findComparison, type Comparison } from '../../git/comparison.js';
import { checkOrder, type OrderReport } from '../../git/migration-order.js';
import { findByName } from '../../migrations/find-by-name.js';
import type { MigrationFile } from '../../migrations/migration-file.js';
import { filesNamedBy } from '../../modules/imported-files.js';
import type { Context } from '../context.js';
import { chosenPositions } from '../../prove/parallel/split-migrations.js';
import type { ProveFlags } from './flags.js';
import { parseShard, positionsOf } from './parallel.js';

export interface Choice {
  /** Names of the migrations to judge. */
  readonly chosen: ReadonlySet<string>;
  /** Message if there are none. */
  readonly nothing: string;
  /** With `--shard`: names of the migrations of all shards. */
  readonly ofAllShards?: readonly string[];
  /** With `--changed`: whether the migrations of the branch come after those of the main branch. */
  readonly order?: OrderReport | undefined;
}

interface Choosing {
  readonly files: readonly MigrationFile[];
  readonly config: Config['migrations'];
  /** Names as given by the user. */
  readonly names: readonly string[];
}

/** @throws UsageError when there are no migrations, or what was named is not there */
export async function chooseMigrations(context: Context<ProveFlags>, choosing: Choosing): Promise<Choice> {
  const shard = parseShard(context.flags);
  const choice = await chooseAll(context, choosing);
  if (!shard) return choice;
  const { files } = choosing;
  const places = positionsOf(chosenPositions({ migrations: files, chosen: choice.chosen }), shard);
  return {
    chosen: new Set(places.flatMap((place) => files[place]?.name ?? [])),
    nothing:
      choice.chosen.size === 0
        ? choice.nothing
        : `shard ${shard.number} of ${shard.of} contains no migration`,
    ofAllShards: files.flatMap(({ name }) => (choice.chosen.has(name) ? [name] : [])),
    // The first shard checks what is not about single migrations.
    order: shard.number === 1 ? choice.order : undefined,
  };
}

async function chooseAll(
  { flags: { changed, commute }, env }: Context<ProveFlags>,
  { files, config, names }: Choosing,
): Promise<Choice> {
  const flag = changed === undefined ? '--commute' : '--changed';
  if (files.length === 0)
    throw new UsageError('there are no migrations to prove', { remedy: 'Write one: roundtrip new NAME' });
  if (changed === undefined && !commute) return choiceOf(named(files, names), '');
  if (names.length > 0)
    throw new UsageError(`migrations cannot be chosen both by name and with ${flag}`, {
      remedy: 'Leave out one of the two. A revision must directly follow --changed.',
    });
  const revision = typeof changed === 'string' ? changed : undefined;
  const [directory] = config.directories;
  const comparison = await findComparison({ directory, revision, env, neededBy: flag });
  const { since } = comparison;
  const found = await findChangedFiles(comparison);
  assertNotDeleted(found, since, { files, config });
  const choice = choiceOf(await fromFirstChanged(files, found), `no migration differs from ${since}`);
  return { ...choice, order: changed === undefined ? undefined : await orderOf(comparison, config) };
}

/** Not checked where the project lets migrations run in any order. */
async function orderOf(
  comparison: Comparison,
  config: Config['migrations'],
): Promise<OrderReport | undefined> {
  if (config.checkOrder === 'off') return undefined;
  const migrations = await readBranchMigrations(comparison, config);
  return checkOrder(migrations, { branch: comparison.revision, now: Date.now() });
}

/**
 * Deleted migrations can neither be proven nor rolled back where they were applied.
 * @throws MigrationFileError naming the migrations
 */
function assertNotDeleted(
  { deleted }: Changed,
  since: string,
  { files, config: { directories } }: Pick<Choosing, 'files' | 'config'>,
): void {
  const there = new Set(
    files.flatMap(({ path, downPath }) => [path, downPath].map((one) => one && basename(one))),
  );
  const gone = [...deleted]
    .filter((path) => directories.includes(dirname(path)) && /^\d.*\.([mc]?[jt]s|sql)$/.test(basename(path)))
    .map((path) => basename(path))
    .filter((name) => !there.has(name));
  if (gone.length === 0) return;
  throw new MigrationFileError(`deleted since the ${since}: ${gone.join(', ')}`, {
    remedy:
      'Databases on which it was applied can no longer roll it back, and up fails there. Restore the file, and revert its changes in a new migration. ' +
      'If it was applied nowhere, prove the other migrations without --changed.',
  });
}

/** Those behind a changed one build on it: an edit may break them. */
async function fromFirstChanged(
  files: readonly MigrationFile[],
  { paths }: Changed,
): Promise<readonly MigrationFile[]> {
  for (const [place, file] of files.entries()) {
    if (isAmong(paths, file) || (await namesOneOf(paths, file))) return files.slice(place);
  }
  return [];
}

async function namesOneOf(paths: ReadonlySet<string>, { path }: MigrationFile): Promise<boolean> {
  if (paths.size === 0 || path.endsWith('.sql')) return false;
  return [...(await filesNamedBy(path))].some((named) => paths.has(named));
}

function named(files: readonly MigrationFile[], names: readonly string[]): readonly MigrationFile[] {
  return names.length === 0 ? files : names.map((name) => findByName(files, name));
}

function choiceOf(files: readonly MigrationFile[], nothing: string): Choice {
  return { chosen: new Set(files.map(({ name }) => name)), nothing };
}

function isAmong(paths: ReadonlySet<string>, { path, downPath }: MigrationFile): boolean {
  return paths.has(path) || (downPath !== undefined && paths.has(downPath));
}
