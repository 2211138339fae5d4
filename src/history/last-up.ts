import type { AppliedMigration } from '../migrations/bookkeeping.js';
import { tookEffect, type HistoryEntry } from './history-entry.js';

/**
 * By name, the row about the up that made each applied migration what it is; those that were applied by
 * somebody who does not write the history have none.
 */
export function lastUps(
  history: readonly HistoryEntry[],
  applied: readonly AppliedMigration[],
): ReadonlyMap<string, HistoryEntry> {
  const ids = new Map(applied.map(({ name, id }) => [name, id]));
  const last = new Map<string, HistoryEntry>();
  for (const entry of history.filter(tookEffect)) {
    if (entry.direction === 'down') last.delete(entry.migration);
    else if (ids.get(entry.migration) === entry.appliedId) last.set(entry.migration, entry);
  }
  return last;
}

/** A step without a transaction that began and neither ended nor was begun anew. */
export interface InterruptedRun {
  readonly entry: HistoryEntry;
  readonly how: 'failed' | 'broken off';
}

/**
 * By name, what was left half done; not what somebody who does not write the history has finished
 * since, which the migrations table tells.
 */
export function interruptedRun(
  history: readonly HistoryEntry[],
  applied: readonly AppliedMigration[],
): ReadonlyMap<string, InterruptedRun> {
  const names = new Set(applied.map(({ name }) => name));
  const open = new Map<string, InterruptedRun>();
  for (const entry of history) {
    if (tookEffect(entry)) open.delete(entry.migration);
    else if (entry.transaction === 'none')
      open.set(entry.migration, { entry, how: entry.outcome === 'failed' ? 'failed' : 'broken off' });
  }
  return new Map([...open].filter(([name, { entry }]) => names.has(name) === (entry.direction === 'down')));
}
