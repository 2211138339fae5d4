import { changesBetween, subject, type Difference } from './diff.js';
import { toSnapshot } from './snapshot.js';
import { keyOf, type CatalogObject, type Snapshot } from './object.js';

/** What two changes, one after the other, come to. */
export function composeChanges(
  first: readonly Difference[],
  second: readonly Difference[],
): readonly Difference[] {
  const before = new Map<string, CatalogObject>();
  const after = new Map<string, CatalogObject>();
  const seen = new Set<string>();
  for (const difference of [...first, ...second]) {
    const key = keyOf(subject(difference));
    if (!seen.has(key) && difference.before) before.set(key, difference.before);
    seen.add(key);
    if (difference.after) after.set(key, difference.after);
    else after.delete(key);
  }
  return changesBetween(toSnapshot(before.values()), toSnapshot(after.values()));
}

/** The catalog before a change, from the one after it. */
export function stateBelow(above: Snapshot, changes: readonly Difference[]): Snapshot {
  if (changes.length === 0) return above;
  const below = new Map(above);
  for (const { before, after } of changes) {
    if (after) below.delete(keyOf(after));
    if (before) below.set(keyOf(before), before);
  }
  return below;
}

/** The catalog with a change in it, whether or not it is there already. */
export function stateAbove(below: Snapshot, changes: readonly Difference[]): Snapshot {
  const above = new Map(below);
  for (const { before, after } of changes) {
    if (before) above.delete(keyOf(before));
    if (after) above.set(keyOf(after), after);
  }
  return above;
}
