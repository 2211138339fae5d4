import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ignoreInGit } from '../database/embedded/persistent-home.js';
import type { MigrationFile } from '../migrations/migration-file.js';
import { filesOf } from './branch-migrations.js';
import type { Comparison } from './comparison.js';
import { createGit, type GitOptions } from './git.js';

interface Extraction {
  /** Migrations of the revision that is compared with; their paths are those in the working tree. */
  readonly files: readonly MigrationFile[];
  /** Absolute path of the folder `.roundtrip` of the project: modules there find the packages of the project. */
  readonly toolFolder: string;
  readonly env: GitOptions['env'];
}

/**
 * Runs `action` with migrations of the revision that is compared with. Those that the working tree does not have are
 * checked out into a temporary folder, together with everything else that code may import; neither the index nor the
 * working tree changes.
 */
export async function withFilesAtTip<T>(
  comparison: Comparison,
  { files, toolFolder, env }: Extraction,
  action: (files: readonly MigrationFile[]) => Promise<T>,
): Promise<T> {
  const missing = files.filter(({ path }) => !existsSync(path));
  if (missing.length === 0) return action(files);
  await mkdir(toolFolder, { recursive: true });
  await ignoreInGit(toolFolder);
  const folder = await mkdtemp(join(toolFolder, 'tip-'));
  try {
    const paths = missing.flatMap(filesOf).map((path) => relative(comparison.root, path));
    await checkOut(comparison, { folder, env, paths });
    const inFolder = (path: string) => join(folder, relative(comparison.root, path));
    return await action(files.map((file) => (missing.includes(file) ? movedTo(file, inFolder) : file)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Checkout extends Pick<Extraction, 'env'> {
  readonly folder: string;
  /** Paths of the migrations from the root of the repository. */
  readonly paths: readonly string[];
}

/** SQL needs no other files. */
async function checkOut({ root, tip }: Comparison, { folder, env, paths }: Checkout): Promise<void> {
  const index = { ...env, GIT_INDEX_FILE: join(folder, '.index') };
  const git = createGit({ directory: root, env: index, neededBy: '--commute' });
  await git('read-tree', tip);
  const which = paths.every((path) => path.endsWith('.sql')) ? ['--', ...paths] : ['--all'];
  await git('checkout-index', '--force', '--quiet', `--prefix=${folder}/`, ...which);
}

function movedTo(file: MigrationFile, inFolder: (path: string) => string): MigrationFile {
  const { path, downPath } = file;
  return {
    ...file,
    path: inFolder(path),
    downPath: downPath === undefined ? undefined : inFolder(downPath),
  };
}
