import { isDeepStrictEqual } from 'node:util';
import type { ReaderPart } from './catalog-state.js';
import type { Scope } from './catalog-reading.js';
import { keyOf, type CatalogObject } from './object.js';

/** Puts freshly read roots in the place of the old ones; equal objects stay the ones they were. */
export function mergePart({
  part,
  scope,
  read,
}: {
  readonly part: ReaderPart;
  readonly scope: Scope;
  readonly read: ReaderPart;
}): ReaderPart {
  const merged = new Map(scope === 'all' ? [] : part);
  if (scope !== 'all') for (const root of scope) merged.delete(root);
  for (const [root, objects] of read) merged.set(root, reuse(part.get(root), objects));
  return merged;
}

function reuse(
  before: readonly CatalogObject[] | undefined,
  now: readonly CatalogObject[],
): readonly CatalogObject[] {
  if (!before) return now;
  const byKey = new Map(before.map((object) => [keyOf(object), object]));
  return now.map((object) => {
    const known = byKey.get(keyOf(object));
    return known && isDeepStrictEqual(known, object) ? known : object;
  });
}
