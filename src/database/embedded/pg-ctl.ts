import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Installation, Launch } from './installation.js';
import { readPidFile } from './pid-file.js';
import { cleanEnvironment } from './run-program.js';
import { spawnIdentity } from './server-account.js';

/** Seconds that pg_ctl waits. */
const timeout = '120';

/** Starts the server as `pg_ctl` does: on Windows without the rights that PostgreSQL refuses to have. */
export async function launchThroughPgCtl(installation: Installation): Promise<Launch> {
  const { cluster } = installation;
  const exitCode = await runPgCtl(installation, ['start', '-l', cluster.log]);
  const postmaster = exitCode === 0 ? await readPidFile(cluster) : undefined;
  return postmaster === undefined ? { outcome: 'ended' } : { outcome: 'ready', postmaster };
}

/** Stops the server and waits for its end. @returns whether it ended */
export async function stopThroughPgCtl(
  installation: Installation,
  mode: 'fast' | 'immediate',
): Promise<boolean> {
  return (await runPgCtl(installation, ['stop', '-m', mode])) === 0;
}

/** Runs pg_ctl without pipes: the server would inherit them and keep them open. */
async function runPgCtl(
  { binaries, cluster, account }: Installation,
  args: readonly string[],
): Promise<number | null> {
  const child = spawn(binaries.pgCtl, [...args, '-D', cluster.data, '-w', '-t', timeout, '-s'], {
    ...spawnIdentity(account),
    ...cleanEnvironment,
    cwd: cluster.folder,
    // No console: the terminal's Ctrl-C does not reach the server.
    detached: true,
    windowsHide: true,
    stdio: 'ignore',
  });
  // Rejects with the error when the program cannot be started.
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  return exitCode;
}
