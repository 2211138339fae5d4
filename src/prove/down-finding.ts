import { toSnapshot } from '../catalog/model/snapshot.js';
import { stateBelow } from '../catalog/model/compose-changes.js';
import { diff, subject, type Difference } from '../catalog/model/diff.js';
import { keyOf, type CatalogObject, type Snapshot } from '../catalog/model/object.js';
import type { CatalogFinding } from './evidence.js';

interface UpAndDown {
  /** What the up changed. */
  readonly up: readonly Difference[];
  /** What the down changed, beginning at the state that the up arrived at. */
  readonly down: readonly Difference[];
}

/**
 * What up and down together changed: only objects that either of them touched can differ, so the
 * comparison takes as long as the change is large, not as the catalog is.
 */
export function tracesOf({ up, down }: UpAndDown): readonly Difference[] {
  const before = new Map<string, CatalogObject>();
  const after = new Map<string, CatalogObject>();
  for (const difference of up) note(difference, before, after);
  for (const difference of down) {
    const key = keyOf(subject(difference));
    // Untouched by the up, it was before it what it was before the down.
    if (!after.has(key) && !before.has(key) && difference.before) before.set(key, difference.before);
    if (difference.after) after.set(key, difference.after);
    else after.delete(key);
  }
  return diff(toSnapshot(before.values()), toSnapshot(after.values()));
}

function note(
  { before: was, after: is }: Difference,
  before: Map<string, CatalogObject>,
  after: Map<string, CatalogObject>,
) {
  if (was) before.set(keyOf(was), was);
  if (is) after.set(keyOf(is), is);
}

/** The finding about a down, with copies of both whole catalogs, which only a finding needs. */
export function downFinding(
  differences: readonly Difference[],
  { up, down, now }: UpAndDown & { readonly now: Snapshot },
): CatalogFinding {
  const after = new Map(now);
  const between = stateBelow(after, down);
  return { differences, before: stateBelow(between, up), between, after };
}
