import { isDeepStrictEqual } from 'node:util';
import type { Scope } from '../read/catalog-reading.js';
import type { ReaderPart } from '../read/catalog-state.js';
import { keyOf, type CatalogObject } from '../model/object.js';

/** A part after a refresh, and what is not in it any more or not the same. */
export interface MergedPart {
  readonly part: ReaderPart;
  readonly removed: readonly CatalogObject[];
  readonly added: readonly CatalogObject[];
}

export interface Merge {
  readonly part: ReaderPart;
  readonly scope: Scope;
  readonly read: ReaderPart;
}

/** Puts freshly read roots in the place of the old ones; equal objects stay the ones they were. */
export function mergePart({ part, scope, read }: Merge): MergedPart {
  const roots = scope === 'all' ? [...new Set([...part.keys(), ...read.keys()])] : scope;
  const merged = new Map(part);
  const removed: CatalogObject[] = [];
  const added: CatalogObject[] = [];
  for (const root of roots) {
    const before = part.get(root) ?? [];
    const now = reuse(before, read.get(root) ?? []);
    removed.push(...before.filter((object) => !now.includes(object)));
    added.push(...now.filter((object) => !before.includes(object)));
    if (now.length > 0) merged.set(root, now);
    else merged.delete(root);
  }
  return { part: merged, removed, added };
}

function reuse(before: readonly CatalogObject[], now: readonly CatalogObject[]): readonly CatalogObject[] {
  const byKey = new Map(before.map((object) => [keyOf(object), object]));
  return now.map((object) => {
    const known = byKey.get(keyOf(object));
    return known && isDeepStrictEqual(known, object) ? known : object;
  });
}
