import { join } from 'node:path';
import type { Comparison } from './comparison.js';

export interface Changed {
  /** Absolute paths of files that were added, changed, renamed or are not tracked yet. */
  readonly paths: ReadonlySet<string>;
  /** Absolute paths of deleted files, except renamed ones. */
  readonly deleted: ReadonlySet<string>;
}

/** Finds the files of the repository that are not what they were at the base of a comparison. */
export async function findChangedFiles({ git, root, base }: Comparison): Promise<Changed> {
  const pathsOf = (names: string) =>
    new Set(names.split('\0').flatMap((name) => (name === '' ? [] : [join(root, name)])));
  const whole = ['-z', base, '--', ':/'];
  const changed = await git('diff', '--name-only', '--diff-filter=d', ...whole);
  const deleted = await git('diff', '--name-only', '--diff-filter=D', '--find-renames', ...whole);
  const untracked = await git('ls-files', '--others', '--exclude-standard', '--full-name', '-z', '--', ':/');
  return { paths: pathsOf(`${changed}\0${untracked}`), deleted: pathsOf(deleted) };
}
