import type { ScratchDatabases } from '../database/scratch.js';
import type { Database } from '../database/session.js';
import { ClusterState } from './cluster-state.js';
import { ScratchRun, type ScratchRunOptions } from './scratch-run.js';

/** Options of a run, and what creates its database. */
export interface RunOptions extends Omit<ScratchRunOptions, 'database'> {
  readonly databases: ScratchDatabases;
}

/** Runs `action` on an empty scratch database, which is dropped afterwards. */
export async function withRunIn<T>(
  { databases, ...options }: RunOptions,
  action: (run: ScratchRun) => Promise<T>,
): Promise<T> {
  const database = await databases.create();
  try {
    const run = await ScratchRun.open({ ...options, database });
    try {
      return await action(run);
    } finally {
      await run.close();
    }
  } finally {
    await databases.drop(database);
  }
}

/**
 * Runs `action` on an empty scratch database, and afterwards restores the changes outside of it that `action` notes in
 * the cluster state, such as roles.
 */
export async function withRestoringRun<T>(
  server: Database,
  options: RunOptions,
  action: (run: ScratchRun, cluster: ClusterState) => Promise<T>,
): Promise<T> {
  const cluster = new ClusterState();
  try {
    return await withRunIn(options, (run) => action(run, cluster));
  } finally {
    await cluster.restoreOn(server, 0);
  }
}
