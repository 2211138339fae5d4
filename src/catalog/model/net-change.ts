import { changesBetween, type Difference } from './diff.js';
import { toSnapshot } from './snapshot.js';
import { keyOf, type CatalogObject, type Snapshot } from './object.js';

/** One object before and after a change; `undefined` where it does not exist. */
export type ObjectChange = Pick<Difference, 'before' | 'after'>;

/** The changed objects before the first and after the last of several changes. */
export interface NetChange {
  readonly before: Snapshot;
  readonly after: Snapshot;
}

/**
 * Returns the net effect of consecutive changes. The time depends on their size, not on that of the catalog.
 */
export function netChange(...changes: readonly (readonly ObjectChange[])[]): NetChange {
  const before = new Map<string, CatalogObject>();
  const after = new Map<string, CatalogObject>();
  const seen = new Set<string>();
  for (const change of changes.flat()) {
    const key = keyOfChange(change);
    if (!seen.has(key) && change.before) before.set(key, change.before);
    seen.add(key);
    if (change.after) after.set(key, change.after);
    else after.delete(key);
  }
  return { before: toSnapshot(before.values()), after: toSnapshot(after.values()) };
}

/** Returns the net effect of two consecutive changes as one change. */
export function composeChanges(
  first: readonly Difference[],
  second: readonly Difference[],
): readonly Difference[] {
  const { before, after } = netChange(first, second);
  return changesBetween(before, after);
}

/** Returns the opposite change. */
export function reverse(changes: readonly ObjectChange[]): readonly ObjectChange[] {
  return changes.map(({ before, after }) => ({ before: after, after: before }));
}

function keyOfChange({ before, after }: ObjectChange): string {
  const object = before ?? after;
  if (!object) throw new Error('a change of nothing');
  return keyOf(object);
}

/** Returns the catalog before a change, given the catalog after it. */
export function stateBelow(above: Snapshot, changes: readonly Difference[]): Snapshot {
  if (changes.length === 0) return above;
  const below = new Map(above);
  for (const { before, after } of changes) {
    if (after) below.delete(keyOf(after));
    if (before) below.set(keyOf(before), before);
  }
  return below;
}

/** Returns the catalog after a change, whether `below` already contains the change or not. */
export function stateAbove(below: Snapshot, changes: readonly Difference[]): Snapshot {
  const above = new Map(below);
  for (const { before, after } of changes) {
    if (before) above.delete(keyOf(before));
    if (after) above.set(keyOf(after), after);
  }
  return above;
}
