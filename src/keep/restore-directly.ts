import type { ApplyContext } from '../rollback/restore/apply.js';
import type { KeptTable } from './kept-entry.js';
import type { AroundInverse } from './before-inverse.js';
import type { RestoredTables } from './restored-kept.js';

/** Restores tables with one statement each; `undefined`, with nothing changed, where not every row fits. */
export function restoreDirectly(
  context: ApplyContext,
  tables: readonly KeptTable[],
  places: AroundInverse,
): Promise<RestoredTables | undefined> {
  return Promise.resolve(undefined);
}
