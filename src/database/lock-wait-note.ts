import type { BlockingSession } from '../errors.js';
import type { LockWait } from './blocking-sessions.js';

/** Note about a wait for a lock while it lasts. */
export type LockWaitNote = { readonly kind: 'waiting-for-lock' } & (
  | {
      /** `began` at the first sight of these blockers, then `continues` about once a second. */
      readonly phase: 'began' | 'continues';
      readonly seconds: number;
      /** The lock; `null` if unknown. */
      readonly lock: string | null;
      readonly blockedBy: readonly BlockingSession[];
    }
  | { readonly phase: 'ended' }
);

/** Turns what is seen of waits, one after the other, into notes; `undefined` is the end of a wait. */
export function lockWaitNotes(noted: (note: LockWaitNote) => void): (wait: LockWait | undefined) => void {
  let known = '';
  return (wait) => {
    if (!wait) {
      noted({ kind: 'waiting-for-lock', phase: 'ended' });
      return;
    }
    const { seconds, lock, blockers } = wait;
    const key = JSON.stringify([lock, blockers.map(({ pid }) => pid)]);
    const phase = key === known ? 'continues' : 'began';
    known = key;
    noted({ kind: 'waiting-for-lock', phase, seconds, lock, blockedBy: blockers });
  };
}
