import { netChange, stateBelow } from '../catalog/model/net-change.js';
import { diff, type Difference } from '../catalog/model/diff.js';
import type { Snapshot } from '../catalog/model/object.js';
import type { CatalogFinding } from './evidence.js';

interface UpAndDown {
  /** Changes of the up. */
  readonly up: readonly Difference[];
  /** Changes of the down, relative to the state after the up. */
  readonly down: readonly Difference[];
}

/**
 * Returns the combined changes of up and down. Only objects that either of them changed can differ, so the time
 * depends on the size of the change, not of the catalog.
 */
export function tracesOf({ up, down }: UpAndDown): readonly Difference[] {
  const { before, after } = netChange(up, down);
  return diff(before, after);
}

/** Returns the finding about a down, with copies of both whole catalogs, which only a finding needs. */
export function downFinding(
  differences: readonly Difference[],
  { up, down, now }: UpAndDown & { readonly now: Snapshot },
): CatalogFinding {
  const after = new Map(now);
  const between = stateBelow(after, down);
  return { differences, before: stateBelow(between, up), between, after };
}
