import { sqlStates } from '../database/sqlstate.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { ChangedMeanwhile } from '../catalog/model/changed-meanwhile.js';
import { interrupted } from '../database/interruption.js';
import { StatementError } from '../migrations/statement-error.js';
import type { LockWaits } from './lock-waits.js';
import type { Clock, Retry } from './run-options.js';

const reasons: Readonly<Record<string, RetryReason>> = {
  [sqlStates.lockNotAvailable]: 'lock timeout',
  [sqlStates.deadlockDetected]: 'deadlock',
};

type RetryReason = Retry['reason'];

/** Milliseconds of the first pause, and of the longest. */
const firstPause = 1_000;
const longestPause = 30_000;

export const systemClock: Clock = {
  pause: async (milliseconds, signal) => {
    await sleep(milliseconds, undefined, { signal }).catch((cause: unknown) => {
      throw interrupted(cause);
    });
  },
  random: () => Math.random(),
};

export interface RetryOptions {
  readonly retries: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly waits: LockWaits;
  readonly retrying: (retry: Retry) => void;
}

/**
 * Retries a step after a lock timeout or a deadlock, provided that none of it took effect. During the pauses it
 * does not queue for locks, so that no other session waits behind it. The pauses double, and have random lengths
 * so that two runs do not retry in lockstep.
 */
export async function retryOnLock<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { retries, clock, signal, waits, retrying } = options;
  for (let number = 1; ; number += 1) {
    let reason: RetryReason | undefined;
    try {
      return await waits.during(attempt);
    } catch (error) {
      reason = reasonOf(error);
      if (number > retries || !reason) throw error;
    }
    const pause = pauseBefore(number, clock.random());
    retrying({ attempt: number, pause, reason, blockedBy: waits.blockers });
    await clock.pause(pause, signal);
  }
}

/** Adds the blocking sessions to the error of a step that is not retried any more. */
export function withBlockers(error: unknown, { blockers }: LockWaits): unknown {
  if (blockers.length === 0 || !(error instanceof StatementError)) return error;
  return error.sqlState !== undefined && error.sqlState in reasons ? error.withBlockers(blockers) : error;
}

/**
 * Returns the reason for a retry. After these errors nothing has taken effect of a step in a transaction, or of
 * a single statement.
 */
function reasonOf(error: unknown): RetryReason | undefined {
  if (error instanceof StatementError)
    return error.transaction === 'one' ? reasons[error.sqlState ?? ''] : undefined;
  if (error instanceof ChangedMeanwhile) return 'lock timeout';
  return error instanceof Error && 'code' in error ? reasons[String(error.code)] : undefined;
}

/** Returns a random duration between half and all of 1, 2, 4 … 30 seconds. */
export function pauseBefore(attempt: number, random: number): number {
  const full = Math.min(firstPause * 2 ** (attempt - 1), longestPause);
  return Math.round(full * (0.5 + random / 2));
}
