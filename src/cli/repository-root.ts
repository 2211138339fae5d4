import { relative } from 'node:path';

/** The folder in which CI has checked out the repository, from which its services show paths; else the project. */
export function repositoryRoot(env: Readonly<Record<string, string | undefined>>, cwd: string): string {
  const folder = env.GITHUB_ACTIONS === 'true' ? env.GITHUB_WORKSPACE : env.CI_PROJECT_DIR;
  if (!folder) return cwd;
  return relative(folder, cwd).startsWith('..') ? cwd : folder;
}
