import { definesColumns } from './kind-traits.js';
import type { CatalogObject, ObjectKey, Snapshot } from './object.js';

const partitions = new WeakMap<Snapshot, ReadonlyMap<string, readonly CatalogObject[]>>();

/** Direct partitions of a table. */
export function partitionsOf(snapshot: Snapshot, table: ObjectKey): readonly CatalogObject[] {
  if (!definesColumns(table)) return [];
  const index = partitions.get(snapshot) ?? indexPartitions(snapshot);
  partitions.set(snapshot, index);
  return index.get(table.name) ?? [];
}

function indexPartitions(snapshot: Snapshot): ReadonlyMap<string, readonly CatalogObject[]> {
  const index = new Map<string, CatalogObject[]>();
  for (const object of snapshot.values()) {
    const table = object.attributes['partition of'];
    if (!definesColumns(object) || typeof table !== 'string') continue;
    index.set(table, [...(index.get(table) ?? []), object]);
  }
  return index;
}
