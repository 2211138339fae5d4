import { join } from 'node:path';
import { UsageError } from '../errors.js';
import { baseBranchOf, type BaseBranch } from './base-branch.js';
import { createGit, GitRefusal, type Git, type GitOptions } from './git.js';

export interface ChangedOptions extends GitOptions {
  /** Revision to compare with; the merge base with the branch that CI names, else the main one, unless given. */
  readonly revision: string | undefined;
}

export interface Changed {
  /** Text for the base of the comparison: `main`, or `merge base with origin/main`. */
  readonly since: string;
  /** Absolute paths of files that were added, changed, renamed or are not tracked yet. */
  readonly paths: ReadonlySet<string>;
  /** Absolute paths of deleted files, except renamed ones. */
  readonly deleted: ReadonlySet<string>;
}

/**
 * Finds the files of the repository around a folder that are not what they were at a git revision.
 * @throws UsageError when there is no git, no repository, or no such revision
 */
export async function findChangedFiles({ revision, ...options }: ChangedOptions): Promise<Changed> {
  const { directory } = options;
  const git = createGit(options);
  await assertInRepository(git, directory);
  const { commit, since } =
    revision === undefined
      ? await findMergeBase(git, baseBranchOf(options.env))
      : await resolve(git, revision);
  // Of the folder that the repository begins in; git itself would give its real path, not the user's.
  const root = join(directory, await git('rev-parse', '--show-cdup'));
  const pathsOf = (names: string) =>
    new Set(names.split('\0').flatMap((name) => (name === '' ? [] : [join(root, name)])));
  const whole = ['-z', commit, '--', ':/'];
  const changed = await git('diff', '--name-only', '--diff-filter=d', ...whole);
  const deleted = await git('diff', '--name-only', '--diff-filter=D', '--find-renames', ...whole);
  const untracked = await git('ls-files', '--others', '--exclude-standard', '--full-name', '-z', '--', ':/');
  return { since, paths: pathsOf(`${changed}\0${untracked}`), deleted: pathsOf(deleted) };
}

async function assertInRepository(git: Git, directory: string): Promise<void> {
  if ((await ask(git, 'rev-parse', '--is-inside-work-tree')) === 'true') return;
  throw new UsageError(`${directory} is not in a git repository, so --changed cannot compare`, {
    remedy: 'Give the names of the migrations instead: roundtrip prove NAME…',
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
  throw new UsageError(`unknown git revision ${revision}`, {
    remedy:
      'Give a commit, branch or tag; in a shallow clone, fetch it first (actions/checkout: fetch-depth: 0).',
  });
}

const mainBranches = ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master'];

async function findMergeBase(git: Git, named: BaseBranch | undefined): Promise<Base> {
  const branches = named ? [`origin/${named.name}`, named.name] : mainBranches;
  for (const branch of branches) {
    const tip = await ask(git, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${branch}^{commit}`);
    if (tip === undefined) continue;
    const commit = await ask(git, 'merge-base', 'HEAD', tip);
    if (commit !== undefined) return { commit, since: `merge base with ${branch}` };
  }
  const which = named ? `, the base branch in ${named.variable},` : '';
  throw new UsageError(`none of ${branches.join(', ')}${which} shares a commit with the current branch`, {
    remedy:
      'Give a revision: --changed REF. In a shallow clone, fetch more commits first (actions/checkout: fetch-depth: 0; GitLab: GIT_DEPTH: 0).',
  });
}

/** Returns git's output; `undefined` if git reports an error. */
async function ask(git: Git, ...args: readonly string[]): Promise<string | undefined> {
  try {
    return await git(...args);
  } catch (error) {
    if (error instanceof GitRefusal) return undefined;
    throw error;
  }
}
