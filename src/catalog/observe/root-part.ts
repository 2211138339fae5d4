import { isDeepStrictEqual } from 'node:util';
import { compareObjects } from '../model/snapshot.js';
import { changesBetween, subject, type Difference } from '../model/diff.js';
import type { ObjectChanges } from '../read/assemble.js';
import { keyOf, type CatalogObject, type Snapshot } from '../model/object.js';

/** Objects of one reader by root. */
export type Part = Map<string, readonly CatalogObject[]>;

/** Replaces the known objects of the given roots by what was read; objects that are equal are kept. */
export function replace(
  part: Part,
  roots: readonly string[],
  read: ReadonlyMap<string, readonly CatalogObject[]>,
): ObjectChanges {
  const removed: CatalogObject[] = [];
  const added: CatalogObject[] = [];
  for (const root of roots) {
    const before = new Map((part.get(root) ?? []).map((object) => [keyOf(object), object]));
    const now = (read.get(root) ?? []).map((object) => sameOr(before.get(keyOf(object)), object));
    const kept = new Set(now);
    removed.push(...[...before.values()].filter((object) => !kept.has(object)));
    added.push(...now.filter((object) => before.get(keyOf(object)) !== object));
    if (now.length > 0) part.set(root, now);
    else part.delete(root);
  }
  return { removed, added };
}

function sameOr(known: CatalogObject | undefined, object: CatalogObject): CatalogObject {
  return known && isDeepStrictEqual(known, object) ? known : object;
}

/**
 * Whether the objects still contain this one under its name: when two roots swap names, the name may already
 * belong to the other root.
 */
export function isRemoved(objects: Snapshot, object: CatalogObject): boolean {
  return objects.get(keyOf(object)) === object;
}

interface Objects {
  get(key: string): CatalogObject | undefined;
}

/** Returns the changes of the objects with these keys, in the order of a snapshot. */
export function changesOf(before: Objects, after: Objects, keys: Iterable<string>): readonly Difference[] {
  const pairs = [...new Set(keys)].map((key) => [key, before.get(key), after.get(key)] as const);
  const was = new Map(pairs.flatMap(([key, object]) => (object ? [[key, object] as const] : [])));
  const is = new Map(pairs.flatMap(([key, , object]) => (object ? [[key, object] as const] : [])));
  return [...changesBetween(was, is)].sort((a, b) => compareObjects(subject(a), subject(b)));
}

export function keysOf(objectChanges: readonly ObjectChanges[]): readonly string[] {
  return objectChanges.flatMap(({ removed, added }) => [...removed, ...added].map(keyOf));
}
