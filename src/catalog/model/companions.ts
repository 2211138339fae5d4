import type { CatalogObject, ObjectKey, Snapshot } from './object.js';
import { definesColumns } from './kind-traits.js';
import { refersTo } from './object-references.js';
import { parseTypeDefinition } from './type-definition.js';

/**
 * Functions on which a base type, or a range with a canonical form, depends, and which depend on that type.
 */
export function routinesOf(type: CatalogObject, objects: Iterable<CatalogObject>): readonly CatalogObject[] {
  if (type.kind !== 'type' || typeof type.attributes.definition !== 'string') return [];
  const { variety } = parseTypeDefinition(type.attributes.definition);
  if (variety !== 'base' && variety !== 'range') return [];
  return [...objects].filter(
    (object) => object.kind === 'function' && refersTo(type, object) && refersTo(object, type),
  );
}

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
