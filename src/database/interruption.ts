import { InterruptedError } from '../errors.js';

/** @throws InterruptedError when the signal is aborted */
export function stopIfInterrupted(signal: AbortSignal): void {
  if (signal.aborted) throw interrupted();
}

export function interrupted(cause?: unknown): InterruptedError {
  return new InterruptedError('interrupted', { cause });
}

/** For work that must be finished even when the user wants to stop: cleaning up. */
export const uninterruptible: AbortSignal = new AbortController().signal;
