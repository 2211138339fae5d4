import { bookkeepingFilter } from './bookkeeping.js';
import type { CatalogOptions, CatalogState, ReaderPart } from './catalog-state.js';
import { compareObjects, toSnapshot } from '../model/snapshot.js';
import { keyOf, type CatalogObject, type Snapshot } from '../model/object.js';

/** Assembles a snapshot from the parts of all readers, without the migrations table of node-pg-migrate. */
export function assemble(parts: readonly ReaderPart[], options: CatalogOptions): Snapshot {
  const isBookkeeping = bookkeepingFilter(options);
  return toSnapshot(
    parts.flatMap((part) => [...part.values()].flat()).filter((object) => !isBookkeeping(object)),
  );
}

/** Objects that were removed or replaced, and objects that were added or replace them. */
export interface ObjectChanges {
  readonly removed: readonly CatalogObject[];
  readonly added: readonly CatalogObject[];
}

/** Returns the snapshot of a state after objects were removed and added, in its order. */
export function mergeObjects(previous: CatalogState, changes: readonly ObjectChanges[]): Snapshot {
  const isBookkeeping = bookkeepingFilter(previous);
  const removed = new Set(changes.flatMap((change) => change.removed));
  const added = changes.flatMap((change) => change.added).filter((object) => !isBookkeeping(object));
  if (removed.size === 0 && added.length === 0) return previous.objects;
  return interleave(
    [...previous.objects.values()].filter((object) => !removed.has(object)),
    added.sort(compareObjects),
  );
}

/** Merges two sorted lists into one snapshot, without sorting again. */
function interleave(kept: readonly CatalogObject[], added: readonly CatalogObject[]): Snapshot {
  const merged = new Map<string, CatalogObject>();
  let next = 0;
  for (const object of kept) {
    for (
      let candidate = added[next];
      candidate && compareObjects(candidate, object) < 0;
      candidate = added[++next]
    ) {
      merged.set(keyOf(candidate), candidate);
    }
    merged.set(keyOf(object), object);
  }
  for (const object of added.slice(next)) merged.set(keyOf(object), object);
  return merged;
}
