import { isDeepStrictEqual } from 'node:util';
import { compareObjects } from './catalog-state.js';
import { changesBetween, subject, type Difference } from './diff.js';
import { keyOf, type CatalogObject } from './object.js';

/** Objects of one reader by root. */
export type Part = Map<string, readonly CatalogObject[]>;

/** Objects that are not there any more, or not the same, and those that are in their place. */
export interface Sets {
  readonly gone: readonly CatalogObject[];
  readonly fresh: readonly CatalogObject[];
}

/** Puts what was read in the place of what was known; equal objects stay the ones they were. */
export function replace(
  part: Part,
  roots: readonly string[],
  read: ReadonlyMap<string, readonly CatalogObject[]>,
): Sets {
  const gone: CatalogObject[] = [];
  const fresh: CatalogObject[] = [];
  for (const root of roots) {
    const before = new Map((part.get(root) ?? []).map((object) => [keyOf(object), object]));
    const now = (read.get(root) ?? []).map((object) => sameOr(before.get(keyOf(object)), object));
    const kept = new Set(now);
    gone.push(...[...before.values()].filter((object) => !kept.has(object)));
    fresh.push(...now.filter((object) => before.get(keyOf(object)) !== object));
    if (now.length > 0) part.set(root, now);
    else part.delete(root);
  }
  return { gone, fresh };
}

function sameOr(known: CatalogObject | undefined, object: CatalogObject): CatalogObject {
  return known && isDeepStrictEqual(known, object) ? known : object;
}

/** The first that was there and the last that is, of each object. */
export function changesOf(sets: readonly Sets[]): readonly Difference[] {
  const before = new Map<string, CatalogObject>();
  const after = new Map<string, CatalogObject>();
  for (const { gone, fresh } of sets) {
    for (const object of gone) if (!after.delete(keyOf(object))) before.set(keyOf(object), object);
    for (const object of fresh) after.set(keyOf(object), object);
  }
  const differences = changesBetween(before, after);
  return [...differences].sort((a, b) => compareObjects(subject(a), subject(b)));
}
