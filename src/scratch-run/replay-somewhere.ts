import { StatementError } from '../migrations/statement-error.js';
import { onScratchServer, type ScratchPlan } from './on-scratch-server.js';
import type { Scratch } from './replayed.js';
import { explainFailure } from './replay-failure.js';
import { replayOnScratch, type Replay } from './replay-on-scratch.js';
import type { Replayed } from './replayed.js';

export type ReplayPlan = Replay & Omit<ScratchPlan, 'fallback' | 'advice'>;

/**
 * Replays migrations on a scratch database of a server of the same major version.
 * @throws DatabaseError, RefusedError with what to do where there is none, or they cannot be replayed there
 */
export function replaySomewhere(plan: ReplayPlan): Promise<Replayed> {
  const { major } = plan.live.server;
  const advice = `Give a server of PostgreSQL ${major} on which the role may create databases with --scratch-url URL, or ALTER ROLE … CREATEDB.`;
  return onScratchServer({ ...plan, fallback: 'of own server', advice }, (scratch) =>
    replayOn(plan, scratch),
  );
}

async function replayOn(plan: ReplayPlan, scratch: Scratch): Promise<Replayed> {
  try {
    return await replayOnScratch(plan, scratch);
  } catch (error) {
    if (!(error instanceof StatementError)) throw error;
    throw await explainFailure(error, { live: plan.live, scratch });
  }
}
