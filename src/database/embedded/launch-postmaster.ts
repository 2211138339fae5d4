import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Installation, Launch } from './installation.js';
import { readPidFile } from './pid-file.js';
import { startTimeout, startPause } from './postmaster.js';
import { cleanEnvironment } from './run-program.js';
import { spawnIdentity } from './server-account.js';

/**
 * Starts `postgres` in a process group of its own, so that the terminal's Ctrl-C reaches this
 * process alone, and without pipes, so that it does not keep Node running.
 */
export async function launchPostmaster(installation: Installation): Promise<Launch> {
  const log = await open(installation.cluster.log, 'a', 0o600);
  try {
    const child = start(installation, log.fd);
    if (child.pid === undefined) throw await findSpawnError(child);
    return await waitUntilReady(installation, child);
  } finally {
    await log.close();
  }
}

function start({ binaries, cluster, account }: Installation, log: number): ChildProcess {
  const child = spawn(binaries.postgres, ['-D', cluster.data], {
    ...spawnIdentity(account),
    ...cleanEnvironment,
    cwd: cluster.folder,
    detached: true,
    stdio: ['ignore', log, log],
  });
  child.unref();
  return child;
}

async function findSpawnError(child: ChildProcess): Promise<unknown> {
  const [error] = (await once(child, 'error')) as [unknown];
  return error;
}

async function waitUntilReady({ cluster }: Installation, child: ChildProcess): Promise<Launch> {
  const deadline = Date.now() + startTimeout;
  while (child.exitCode === null && child.signalCode === null) {
    const file = await readPidFile(cluster);
    if (file?.pid === child.pid && file?.status === 'ready') return { outcome: 'ready', postmaster: file };
    // Immediate shutdown: the log's last lines say how far it came.
    if (Date.now() > deadline) child.kill('SIGQUIT');
    await sleep(startPause);
  }
  return { outcome: 'ended' };
}
