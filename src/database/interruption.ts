import { InterruptedError } from '../errors.js';

/**
 * The user's wish to stop, passed down to whatever waits. An `AbortSignal` that never fires stands
 * for "not interruptible".
 */
export type Interruption = AbortSignal;

/** @throws InterruptedError when the wish was uttered */
export function stopIfInterrupted(interruption: Interruption): void {
  if (interruption.aborted) throw interrupted();
}

export function interrupted(cause?: unknown): InterruptedError {
  return new InterruptedError('interrupted', { cause });
}

/** For work that must be finished even when the user wants to stop: cleaning up. */
export const uninterruptible: Interruption = new AbortController().signal;
