import { join } from 'node:path';
import { UsageError } from '../errors.js';
import { createGit, GitRefusal, type Git, type GitOptions } from './git.js';

export interface ChangedOptions extends GitOptions {
  /** Revision to compare with; the merge base with the main branch unless given. */
  readonly revision: string | undefined;
}

export interface Changed {
  /** What was compared with, in words: `main`, or `merge base with origin/main`. */
  readonly since: string;
  /** Absolute paths of files that were added, changed, renamed or are not tracked yet. */
  readonly paths: ReadonlySet<string>;
}

/**
 * Finds the files of a folder that are not what they were at a git revision.
 * @throws UsageError when there is no git, no repository, or no such revision
 */
export async function findChangedFiles({ revision, ...options }: ChangedOptions): Promise<Changed> {
  const { directory } = options;
  const git = createGit(options);
  await refuseOutsideRepository(git, directory);
  const { commit, since } = revision === undefined ? await findMergeBase(git) : await resolve(git, revision);
  const changed = await git('diff', '--name-only', '-z', '--relative', '--diff-filter=d', commit, '--', '.');
  const untracked = await git('ls-files', '--others', '--exclude-standard', '-z', '--', '.');
  const names = `${changed}\0${untracked}`.split('\0').filter((name) => name !== '');
  return { since, paths: new Set(names.map((name) => join(directory, name))) };
}

async function refuseOutsideRepository(git: Git, directory: string): Promise<void> {
  if ((await ask(git, 'rev-parse', '--is-inside-work-tree')) === 'true') return;
  throw new UsageError(`${directory} is in no git repository, so --changed has nothing to compare with`, {
    remedy: 'Name the migrations instead: roundtrip prove NAME…',
  });
}

interface Base {
  readonly commit: string;
  readonly since: string;
}

async function resolve(git: Git, revision: string): Promise<Base> {
  const commit = await ask(
    git,
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${revision}^{commit}`,
  );
  if (commit !== undefined) return { commit, since: revision };
  throw new UsageError(`git knows no revision ${revision}`, {
    remedy:
      'Give a commit, branch or tag; in a shallow clone, fetch it first (actions/checkout: fetch-depth: 0).',
  });
}

const mainBranches = ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master'];

async function findMergeBase(git: Git): Promise<Base> {
  for (const branch of mainBranches) {
    const tip = await ask(git, 'rev-parse', '--verify', '--quiet', `${branch}^{commit}`);
    if (tip === undefined) continue;
    const commit = await ask(git, 'merge-base', 'HEAD', tip);
    if (commit !== undefined) return { commit, since: `merge base with ${branch}` };
  }
  throw new UsageError(`none of ${mainBranches.join(', ')} has a commit in common with this one`, {
    remedy:
      'Name a revision: --changed REF. In a shallow clone, fetch more first (actions/checkout: fetch-depth: 0).',
  });
}

/** What git answers; `undefined` when it says no. */
async function ask(git: Git, ...args: readonly string[]): Promise<string | undefined> {
  try {
    return await git(...args);
  } catch (error) {
    if (error instanceof GitRefusal) return undefined;
    throw error;
  }
}
