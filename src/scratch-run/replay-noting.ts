import { diff } from '../catalog/model/diff.js';
import type { ClusterGuard } from './cluster-guard.js';
import type { ClusterState } from './cluster-state.js';
import { replay, type Replayed, type ReplayOptions } from './replay.js';
import type { ScratchRun } from './scratch-run.js';
import type { ScratchServer } from './scratch-server.js';

export interface ReplayNotingOptions extends Omit<ReplayOptions, 'observed'>, ScratchServer {
  readonly clusterGuard: ClusterGuard | undefined;
}

/**
 * Applies migrations, and notes what they change outside of their database, so that it can be undone. On a server
 * of others, that is only what each step itself changed.
 * @throws StatementError when one of them fails
 */
export async function replayNoting(
  run: ScratchRun,
  cluster: ClusterState,
  options: ReplayNotingOptions,
): Promise<Replayed> {
  const { clusterGuard } = options;
  const observed = clusterGuard?.changes === 'allowed' ? 'each' : 'result';
  const replayed = await replay(run, { ...options, observed });
  if (!clusterGuard) cluster.note(diff(replayed.baseline, replayed.catalog));
  for (const { changes } of replayed.steps) cluster.note(changes);
  return replayed;
}
