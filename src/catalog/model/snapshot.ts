import { rankOf } from './kind-traits.js';
import { keyOf, type CatalogObject, type ObjectKey, type Snapshot } from './object.js';

/**
 * Compares two objects for the order of a snapshot: by kind, then by name in code units, independently of the
 * locale.
 */
export function compareObjects(a: ObjectKey, b: ObjectKey): number {
  const byKind = rankOf(a.kind) - rankOf(b.kind);
  if (byKind !== 0) return byKind;
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/** Sorts objects into a snapshot. */
export function toSnapshot(objects: Iterable<CatalogObject>): Snapshot {
  const sorted = [...objects].sort(compareObjects);
  return new Map(sorted.map((object) => [keyOf(object), object]));
}
