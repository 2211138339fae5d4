import { relative } from 'node:path';
import {
  byOrder,
  findMigrationFiles,
  migrationFilesAmong,
  type FindOptions,
  type MigrationFile,
} from '../migrations/migration-file.js';
import type { Comparison } from './comparison.js';
import { askGit } from './git.js';

/** The migrations of a branch and of the main branch, each in order. Paths are those in the working tree. */
export interface BranchMigrations {
  /** Those that both had when the branch was created, as far as the branch still has them. */
  readonly common: readonly MigrationFile[];
  /** Those that only the branch has, with files that are not committed. */
  readonly own: readonly MigrationFile[];
  /** Those on the main branch, without those that the branch deleted or renamed. */
  readonly onMain: readonly MigrationFile[];
  /** Those that came to the main branch after the branch was created. */
  readonly meanwhile: readonly MigrationFile[];
}

type Folders = Pick<FindOptions, 'directories' | 'ignorePattern'>;

/** Compares the migrations of the working tree with those of the main branch. */
export async function readBranchMigrations(
  comparison: Comparison,
  folders: Folders,
): Promise<BranchMigrations> {
  const files = await findMigrationFiles({ ...folders, missing: 'empty' });
  const fork = await findFork(comparison);
  const main = await migrationsAt(comparison, comparison.tip, folders);
  const before = await migrationsAt(comparison, fork, folders);
  const [here, there, then] = [files, main, before].map((list) => new Set(list.map(({ name }) => name)));
  const isDeleted = ({ name }: MigrationFile) => then?.has(name) === true && here?.has(name) === false;
  return {
    common: files.filter(({ name }) => then?.has(name)),
    own: files.filter(({ name }) => !there?.has(name) && !then?.has(name)),
    onMain: main.filter((file) => !isDeleted(file)),
    meanwhile: main.filter(({ name }) => !then?.has(name)),
  };
}

/**
 * The commit at which the branch was created. Once the main branch is merged into it, as in the merge commits that CI
 * services check out, this is not the merge base, but the earliest commit of the main branch that a commit of the branch
 * has as its parent.
 */
export async function findFork({ git, tip, base }: Comparison): Promise<string> {
  const listed = (await askGit(git, 'rev-list', '--boundary', `${tip}..HEAD`)) ?? '';
  const parents = listed.split('\n').flatMap((line) => (line.startsWith('-') ? [line.slice(1)] : []));
  return (await askGit(git, 'merge-base', '--octopus', base, ...parents)) ?? base;
}

async function migrationsAt(
  { git, root }: Comparison,
  commit: string,
  { directories, ignorePattern }: Folders,
): Promise<readonly MigrationFile[]> {
  const lists = await Promise.all(
    directories.map(async (directory) => {
      const folder = relative(root, directory).replaceAll('\\', '/');
      const listed = await askGit(git, 'ls-tree', '--full-tree', '-z', '--name-only', `${commit}:${folder}`);
      const names = (listed ?? '').split('\0').filter(Boolean);
      return migrationFilesAmong(names, { directory, ignorePattern });
    }),
  );
  return lists.flat().sort(byOrder);
}

/** All files of a migration. */
export function filesOf({ path, downPath }: MigrationFile): readonly string[] {
  return downPath === undefined ? [path] : [path, downPath];
}
