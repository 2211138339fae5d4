import { execFile } from 'node:child_process';
import { UsageError } from '../errors.js';

/** Runs git in one folder, without a shell; its answer is without the last line end. */
export type Git = (...args: readonly string[]) => Promise<string>;

/** An error reported by git. */
export class GitRefusal extends Error {}

/** Room for the names of a hundred thousand files. */
const maxBuffer = 64 * 1024 * 1024;

export interface GitOptions {
  /** Absolute path of the folder that git works in. */
  readonly directory: string;
  /** The flags that need git, for messages: `--changed`. */
  readonly neededBy: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Calls git with `directory` as its working folder.
 * @throws UsageError, from each call, when git is not installed
 * @throws GitRefusal, from each call, when git reports an error
 */
export function createGit({ directory, env, neededBy }: GitOptions): Git {
  const options = { cwd: directory, env: withoutHookSettings(env), maxBuffer, encoding: 'utf8' } as const;
  return (...args) =>
    new Promise((resolve, reject) => {
      execFile('git', args, options, (error, stdout, stderr) => {
        if (!error) resolve(stdout.replace(/\n$/, ''));
        else
          reject(
            error.code === 'ENOENT'
              ? missing(error, neededBy)
              : new GitRefusal(stderr.trim(), { cause: error }),
          );
      });
    });
}

/**
 * Removes GIT_DIR, which a hook in a linked work tree gets: with it, git takes any folder for the top level.
 */
function withoutHookSettings({ GIT_DIR, ...env }: GitOptions['env']): NodeJS.ProcessEnv {
  return env.GIT_WORK_TREE === undefined ? env : { ...env, GIT_DIR };
}

/** Returns git's output; `undefined` if git reports an error. */
export async function askGit(git: Git, ...args: readonly string[]): Promise<string | undefined> {
  try {
    return await git(...args);
  } catch (error) {
    if (error instanceof GitRefusal) return undefined;
    throw error;
  }
}

function missing(cause: unknown, neededBy: string): UsageError {
  return new UsageError(`${neededBy} needs git, which was not found`, {
    remedy: 'Install git; prove and lint also accept the names of migrations.',
    cause,
  });
}
