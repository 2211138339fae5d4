import { readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { hasCode } from '../../errors.js';
import { pathExists } from './path-exists.js';

/** One entry of pg-symlinks.json, e.g. from `native/lib/libpq.so.5` to `native/lib/libpq.so.5.18`. */
interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

/**
 * Creates the links between the libraries of `folder` that its `pg-symlinks.json` lists: npm
 * packages cannot contain links, and the install script that makes them may not have run.
 */
export async function createLibraryLinks(folder: string): Promise<void> {
  for (const { source, target } of await readLinks(folder)) {
    // The paths start at the package, with the name that `folder` has there.
    const link = join(folder, ...target.split('/').slice(1));
    if (!(await pathExists(link))) await createLink(relative(dirname(target), source), link);
  }
}

async function readLinks(folder: string): Promise<readonly LibraryLink[]> {
  try {
    return JSON.parse(await readFile(join(folder, 'pg-symlinks.json'), 'utf8')) as readonly LibraryLink[];
  } catch (error) {
    // Only the npm packages have the list.
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

async function createLink(source: string, link: string): Promise<void> {
  try {
    await symlink(source, link);
  } catch (error) {
    // Another process that starts at the same time was faster.
    if (!hasCode(error, 'EEXIST')) throw error;
  }
}
