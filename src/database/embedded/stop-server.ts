import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseError, hasCode } from '../../errors.js';
import type { Installation } from './installation.js';
import { stopThroughPgCtl } from './pg-ctl.js';
import { findPostmaster } from './postmaster.js';
import { isRunning } from './process-table.js';

/** Shutdown modes in the order they are tried, with the milliseconds that each is given. */
const shutdowns = [
  { mode: 'fast', signal: 'SIGINT', timeout: 60_000 },
  // Like a crash: the data are safe, the next start recovers.
  { mode: 'immediate', signal: 'SIGQUIT', timeout: 15_000 },
] as const;

const pause = 5;

/**
 * Stops the cluster's server, if one runs, and waits until it has ended.
 * @throws DatabaseError when it does not end
 */
export async function stopServer(installation: Installation): Promise<void> {
  const postmaster = await findPostmaster(installation.cluster);
  if (postmaster !== undefined) await stopPostmaster(installation, postmaster.pid);
}

/** Stops a server that is known to be the installation's. */
export async function stopPostmaster(installation: Installation, pid: number): Promise<void> {
  for (const shutdown of shutdowns) {
    if (await shutDown({ installation, pid, shutdown })) return;
  }
  throw new DatabaseError(`the server of ${installation.cluster.data} (process ${pid}) does not stop`, {
    remedy: `End that process; see ${installation.cluster.log}.`,
  });
}

interface Shutdown {
  readonly installation: Installation;
  readonly pid: number;
  readonly shutdown: (typeof shutdowns)[number];
}

/** Windows has no signals that a program could answer; pg_ctl has another way. */
async function shutDown({ installation, pid, shutdown }: Shutdown): Promise<boolean> {
  if (process.platform === 'win32') return stopThroughPgCtl(installation, shutdown.mode);
  signal(pid, shutdown.signal);
  return hasEnded(pid, shutdown.timeout);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // Ended by itself.
    if (!hasCode(error, 'ESRCH')) throw error;
  }
}

async function hasEnded(pid: number, timeout: number): Promise<boolean> {
  const deadline = Date.now() + timeout;
  while (await isRunning(pid)) {
    if (Date.now() > deadline) return false;
    await sleep(pause);
  }
  return true;
}
