import { changesBetween, type Difference } from './diff.js';
import { toSnapshot } from './snapshot.js';
import { keyOf, type CatalogObject, type Snapshot } from './object.js';

/** One object before and after a change; `undefined` where it is not there. */
export type ObjectChange = Pick<Difference, 'before' | 'after'>;

/** The changed objects as they were before the first of some changes, and as they are after the last. */
export interface NetChange {
  readonly before: Snapshot;
  readonly after: Snapshot;
}

/** What changes, one after the other, come to. It takes as long as they are large, not as the catalog is. */
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

/** What two changes, one after the other, come to, as one change. */
export function composeChanges(
  first: readonly Difference[],
  second: readonly Difference[],
): readonly Difference[] {
  const { before, after } = netChange(first, second);
  return changesBetween(before, after);
}

/** The change that leads back. */
export function reverse(changes: readonly ObjectChange[]): readonly ObjectChange[] {
  return changes.map(({ before, after }) => ({ before: after, after: before }));
}

function keyOfChange({ before, after }: ObjectChange): string {
  const object = before ?? after;
  if (!object) throw new Error('a change of nothing');
  return keyOf(object);
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
