import { keyOf, type CatalogObject, type ObjectKey, type Snapshot } from './object.js';

const indexes = new WeakMap<Snapshot, ReadonlyMap<string, readonly CatalogObject[]>>();

/** Objects of a snapshot that another one takes along when it is dropped, in the order of the snapshot. */
export function childrenIn(snapshot: Snapshot, parent: ObjectKey): readonly CatalogObject[] {
  const index = indexes.get(snapshot) ?? indexChildren(snapshot);
  indexes.set(snapshot, index);
  return index.get(keyOf(parent)) ?? [];
}

function indexChildren(snapshot: Snapshot): ReadonlyMap<string, readonly CatalogObject[]> {
  const index = new Map<string, CatalogObject[]>();
  for (const object of snapshot.values()) {
    for (const taker of [object.parent, object.takenAlongBy]) {
      if (!taker) continue;
      const key = keyOf(taker);
      const taken = index.get(key);
      if (taken) taken.push(object);
      else index.set(key, [object]);
    }
  }
  return index;
}

/** Everything that goes when an object is dropped, without the object itself. */
export function descendantsIn(snapshot: Snapshot, parent: ObjectKey): readonly CatalogObject[] {
  return childrenIn(snapshot, parent).flatMap((child) => [child, ...descendantsIn(snapshot, child)]);
}
