import { join } from 'node:path';
import { UsageError } from '../errors.js';
import { baseBranchOf, type BaseBranch } from './base-branch.js';
import { askGit, createGit, type Git, type GitOptions } from './git.js';

export interface ComparisonOptions extends GitOptions {
  /** Revision to compare with; the branch that CI names, else the main one, unless given. */
  readonly revision: string | undefined;
}

/** A revision that the working tree is compared with, and the commit at which the two diverged. */
export interface Comparison {
  readonly git: Git;
  /** Absolute path of the root of the repository. */
  readonly root: string;
  /** The revision as users write it: `origin/main`. */
  readonly revision: string;
  /** Its commit. */
  readonly tip: string;
  /** The merge base of `tip` and HEAD; `tip` itself where they share no commit. */
  readonly base: string;
  /** Text for `base`: `main`, or `merge base with origin/main`. */
  readonly since: string;
}

/**
 * Finds what the working tree is compared with.
 * @throws UsageError when there is no git, no repository, or no such revision
 */
export async function findComparison({ revision, ...options }: ComparisonOptions): Promise<Comparison> {
  const { directory } = options;
  const git = createGit(options);
  await assertInRepository(git, options);
  const found =
    revision === undefined
      ? await findMainBranch(git, baseBranchOf(options.env))
      : await resolve(git, revision);
  // Of the folder that the repository begins in; git itself would give its real path, not the user's.
  const root = join(directory, await git('rev-parse', '--show-cdup'));
  return { git, root, ...found };
}

async function assertInRepository(git: Git, { directory, neededBy }: GitOptions): Promise<void> {
  if ((await askGit(git, 'rev-parse', '--is-inside-work-tree')) === 'true') return;
  throw new UsageError(`${directory} is not in a git repository, so ${neededBy} cannot compare`, {
    remedy: 'Run it in a git repository; prove and lint also accept the names of migrations.',
  });
}

type Found = Pick<Comparison, 'revision' | 'tip' | 'base' | 'since'>;

/** A branch that has advanced is compared at the merge base: what it gained is no change of this branch. */
async function resolve(git: Git, revision: string): Promise<Found> {
  const tip = await commitOf(git, revision);
  if (tip === undefined) {
    throw new UsageError(`unknown git revision ${revision}`, {
      remedy:
        'Give a commit, branch or tag; in a shallow clone, fetch it first (actions/checkout: fetch-depth: 0).',
    });
  }
  const base = (await askGit(git, 'merge-base', 'HEAD', tip)) ?? tip;
  return { revision, tip, base, since: base === tip ? revision : `merge base with ${revision}` };
}

const mainBranches = ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master'];

async function findMainBranch(git: Git, named: BaseBranch | undefined): Promise<Found> {
  const branches = named ? [`origin/${named.name}`, named.name] : mainBranches;
  for (const branch of branches) {
    const tip = await commitOf(git, branch);
    if (tip === undefined) continue;
    const base = await askGit(git, 'merge-base', 'HEAD', tip);
    if (base === undefined) continue;
    const revision = await nameOf(git, branch);
    return { revision, tip, base, since: `merge base with ${branch}` };
  }
  const which = named ? `, the base branch in ${named.variable},` : '';
  throw new UsageError(`none of ${branches.join(', ')}${which} shares a commit with the current branch`, {
    remedy:
      'Give a revision: --changed REF. In a shallow clone, fetch more commits first (actions/checkout: fetch-depth: 0; GitLab: GIT_DEPTH: 0).',
  });
}

/** `origin/main` for `origin/HEAD`. */
async function nameOf(git: Git, branch: string): Promise<string> {
  if (branch !== 'origin/HEAD') return branch;
  return (await askGit(git, 'rev-parse', '--abbrev-ref', branch)) ?? branch;
}

function commitOf(git: Git, revision: string): Promise<string | undefined> {
  return askGit(git, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`);
}
