import { keyOf, type CatalogObject, type ObjectKey, type Snapshot } from './object.js';

const indexes = new WeakMap<Snapshot, ReadonlyMap<string, readonly CatalogObject[]>>();

/** Objects of a snapshot whose parent this is, in the order of the snapshot. */
export function childrenIn(snapshot: Snapshot, parent: ObjectKey): readonly CatalogObject[] {
  const index = indexes.get(snapshot) ?? indexChildren(snapshot);
  indexes.set(snapshot, index);
  return index.get(keyOf(parent)) ?? [];
}

function indexChildren(snapshot: Snapshot): ReadonlyMap<string, readonly CatalogObject[]> {
  const index = new Map<string, CatalogObject[]>();
  for (const object of snapshot.values()) {
    if (!object.parent) continue;
    const key = keyOf(object.parent);
    const siblings = index.get(key);
    if (siblings) siblings.push(object);
    else index.set(key, [object]);
  }
  return index;
}
