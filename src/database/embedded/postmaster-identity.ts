import { readlink, stat } from 'node:fs/promises';
import { readPassword, type Cluster } from './cluster.js';
import { hasCode } from '../../errors.js';
import type { PidFile } from './pid-file.js';
import { runProgram } from './run-program.js';
import { askServer } from './server-login.js';

/** Whether the process of a pid file is the cluster's server, and not a later process with the same id. */
export type IdentityCheck = (file: PidFile, cluster: Cluster) => Promise<boolean>;

/** The best check that the platform has. */
export const isPostmasterOf: IdentityCheck = (file, cluster) => {
  if (process.platform === 'linux') return worksInDataFolder(file, cluster);
  return process.platform === 'win32' ? acceptsOurPassword(file, cluster) : wasStartedOnData(file, cluster);
};

/** Checks the working directory: that of a postmaster is its data directory. */
export const worksInDataFolder: IdentityCheck = async ({ pid }, cluster) => {
  try {
    return await isSameFolder(await readlink(`/proc/${pid}/cwd`), cluster.data);
  } catch (error) {
    // It has ended, or belongs to another user, as which no server of ours runs.
    if (hasCode(error, 'ENOENT', 'EACCES', 'EPERM', 'ESRCH')) return false;
    throw error;
  }
};

/** Its command line names the data directory. */
export const wasStartedOnData: IdentityCheck = async ({ pid }, cluster) => {
  const { output } = await runProgram({ file: 'ps', args: ['-ww', '-o', 'args=', '-p', String(pid)] });
  return output.trimEnd().endsWith(`-D ${cluster.data}`);
};

/** Checks that it accepts the cluster's password and reports its data directory; assumed while it starts. */
export const acceptsOurPassword: IdentityCheck = async ({ port, status }, cluster) => {
  if (status !== 'ready') return true;
  const login = { port, password: await readPassword(cluster) };
  const answer = await askServer<{ data_directory: string }>(login, 'SHOW data_directory');
  return answer !== undefined && isSameFolder(answer.data_directory, cluster.data);
};

async function isSameFolder(one: string, other: string): Promise<boolean> {
  try {
    const [a, b] = await Promise.all([stat(one), stat(other)]);
    return a.dev === b.dev && a.ino === b.ino;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES')) return false;
    throw error;
  }
}
