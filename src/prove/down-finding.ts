import { netChange, stateBelow } from '../catalog/model/net-change.js';
import { diff, type Difference } from '../catalog/model/diff.js';
import type { Snapshot } from '../catalog/model/object.js';
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
  const { before, after } = netChange(up, down);
  return diff(before, after);
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
