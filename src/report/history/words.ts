import type { HistoryEntry } from '../../history/history-entry.js';
import { formatDuration } from '../text/format-number.js';

export function outcomeText({ outcome }: HistoryEntry): string {
  return outcome === 'running' ? 'not finished' : outcome.replace('-', ' ');
}

/** Returns the duration of a step; empty if nothing ran or it is unknown. */
export function tookText({ outcome, milliseconds }: HistoryEntry): string {
  const isUntimed = ['faked', 'baseline', 'squashed', 'running'].includes(outcome);
  return isUntimed ? '' : formatDuration(milliseconds);
}
