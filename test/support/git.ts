import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];

/** Runs git in a folder with its own identity and without the settings of the user; the line is split at spaces. */
export async function git(directory: string, line: string): Promise<string> {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  const args = [...identity, ...line.split(' ')];
  return (await promisify(execFile)('git', args, { cwd: directory, env })).stdout;
}

/** Adds all files and commits them. */
export async function commitAll(directory: string, subject: string): Promise<void> {
  await git(directory, 'add .');
  await git(directory, `commit --quiet -m ${subject}`);
}
