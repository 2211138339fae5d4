import type { PairChange } from './change.js';
import { columnChanges } from './columns.js';
import { constraintChanges, indexChanges } from './constraints.js';
import { chains, otherChanges, routineChanges, triggerChanges, viewChanges } from './others.js';
import { tableChanges } from './tables.js';
import { labelChanges, typeChanges } from './types.js';

/** All changes of the kitchen sink that apply to a major version of PostgreSQL. */
export function pairChangesFor(major: number): readonly PairChange[] {
  return [
    ...tableChanges,
    ...columnChanges,
    ...constraintChanges,
    ...indexChanges,
    ...typeChanges,
    ...labelChanges,
    ...routineChanges,
    ...viewChanges,
    ...triggerChanges,
    ...otherChanges,
    ...chains,
  ].filter(({ since = 0, until = Infinity }) => since <= major && major <= until);
}
