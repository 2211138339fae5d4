import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseError } from '../../errors.js';
import type { Cluster } from './cluster.js';
import { readPidFile, type PidFile } from './pid-file.js';
import { isPostmasterOf } from './postmaster-identity.js';
import { isRunning } from './process-table.js';

/** The main process of a running server. */
export type Postmaster = PidFile;

/** Milliseconds that a server may take to start, recovery from a crash included. */
export const startTimeout = 120_000;
export const startPause = 5;

/**
 * The live server of the cluster. Ignores the `postmaster.pid` of a dead server, even if its process id was
 * reused.
 */
export async function findPostmaster(cluster: Cluster): Promise<Postmaster | undefined> {
  const file = await readPidFile(cluster);
  if (file === undefined || !(await isRunning(file.pid))) return undefined;
  return (await isPostmasterOf(file, cluster)) ? file : undefined;
}

/**
 * The cluster's server once it accepts connections; `undefined` when there is none, or it ends.
 * @throws DatabaseError when it does neither for two minutes
 */
export async function findReadyPostmaster(cluster: Cluster): Promise<Postmaster | undefined> {
  const deadline = Date.now() + startTimeout;
  for (;;) {
    const postmaster = await findPostmaster(cluster);
    if (postmaster === undefined || postmaster.status === 'ready') return postmaster;
    if (Date.now() > deadline) throw neverReady(postmaster, cluster);
    await sleep(startPause);
  }
}

function neverReady({ pid }: Postmaster, cluster: Cluster): DatabaseError {
  return new DatabaseError(`the server of ${cluster.data} (process ${pid}) neither starts nor stops`, {
    remedy: `Check ${cluster.log}, and stop that process if it is a PostgreSQL server.`,
  });
}
