import type { AppliedMigration } from '../migrations/bookkeeping.js';
import { tookEffect, type HistoryEntry } from './history-entry.js';

/**
 * Returns, by name, the entry about the up of each applied migration. Migrations that were applied by another
 * tool have none.
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

/** A non-transactional step that started and neither finished nor was restarted. */
export interface InterruptedRun {
  readonly entry: HistoryEntry;
  readonly how: 'failed' | 'broken off';
}

/**
 * Returns interrupted steps by name, except those that another tool has finished since, as the migrations table
 * shows.
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
