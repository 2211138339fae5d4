import { bookkeepingFilter } from './bookkeeping.js';
import { toSnapshot, type CatalogOptions, type ReaderPart } from './catalog-state.js';
import { keyOf, type Snapshot } from './object.js';

/** Makes a snapshot of what the readers found, without the bookkeeping of node-pg-migrate. */
export function assemble(parts: readonly ReaderPart[], options: CatalogOptions): Snapshot {
  const all = parts.flatMap((part) => [...part.values()].flat());
  const byKey = new Map(all.map((object) => [keyOf(object), object]));
  const isBookkeeping = bookkeepingFilter(options, (key) => byKey.get(key));
  return toSnapshot(all.filter((object) => !isBookkeeping(object)));
}
