import { keyOf, type CatalogObject, type ObjectKey, type Snapshot } from './object.js';

const indexes = new WeakMap<Snapshot, ReadonlyMap<string, readonly CatalogObject[]>>();

/** Objects of a snapshot that are dropped together with their parent, in the order of the snapshot. */
export function childrenIn(snapshot: Snapshot, parent: ObjectKey): readonly CatalogObject[] {
  const index = indexes.get(snapshot) ?? indexChildren(snapshot);
  indexes.set(snapshot, index);
  return index.get(keyOf(parent)) ?? [];
}

function indexChildren(snapshot: Snapshot): ReadonlyMap<string, readonly CatalogObject[]> {
  const index = new Map<string, CatalogObject[]>();
  for (const object of snapshot.values()) {
    for (const owner of [object.parent, object.cascadesFrom]) {
      if (!owner) continue;
      const key = keyOf(owner);
      const children = index.get(key);
      if (children) children.push(object);
      else index.set(key, [object]);
    }
  }
  return index;
}

/** All objects that are dropped with an object, without the object itself. */
export function descendantsIn(snapshot: Snapshot, parent: ObjectKey): readonly CatalogObject[] {
  return childrenIn(snapshot, parent).flatMap((child) => [child, ...descendantsIn(snapshot, child)]);
}

/**
 * Descendants by `parent` alone, without objects that depend only through `cascadesFrom`, such as the index
 * of a partition.
 */
export function ownedBy(snapshot: Snapshot, owner: ObjectKey): readonly CatalogObject[] {
  return childrenIn(snapshot, owner)
    .filter(({ parent }) => parent && keyOf(parent) === keyOf(owner))
    .flatMap((child) => [child, ...ownedBy(snapshot, child)]);
}

/** The given objects that are direct or indirect children of another object. */
export function descendantsAmong(
  objects: readonly CatalogObject[],
  parent: ObjectKey,
): readonly CatalogObject[] {
  const own = objects.filter((object) => object.parent && keyOf(object.parent) === keyOf(parent));
  return own.flatMap((child) => [child, ...descendantsAmong(objects, child)]);
}
