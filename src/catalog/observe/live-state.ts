import type { CatalogState, ReaderPart } from '../read/catalog-state.js';
import type { CatalogTransaction } from '../read/catalog-transaction.js';
import type { ChangedRoots } from '../read/fingerprint.js';
import { forgetRoots } from '../read/forget-roots.js';
import { LayeredMap } from '../model/layered-map.js';
import { keyOf, type Snapshot } from '../model/object.js';
import type { ObjectChanges } from '../read/assemble.js';
import { readChosenRoots, type Choose } from './read-chosen-roots.js';
import { isRemoved } from './root-part.js';
import type { RootVersions } from './root-versions.js';

/** A catalog that was read in full once, and root by root since then. */
export interface LiveState {
  /** The full reading, with its fingerprint. */
  readonly base: CatalogState;
  readonly parts: readonly ReaderPart[];
  readonly objects: Snapshot;
  /** Roots that were read since, and their versions. */
  readonly dirty: ChangedRoots;
  readonly versions: RootVersions;
}

export function liveState(base: CatalogState): LiveState {
  const { parts, objects } = base;
  return { base, parts, objects, dirty: new Map(), versions: new Map() };
}

/**
 * Returns the state to refresh from, without the roots that were read since: the fingerprint does not cover
 * them.
 */
export function refreshable({ base, parts, objects, dirty }: LiveState): CatalogState {
  return dirty.size === 0 ? base : forgetRoots({ ...base, parts, objects }, dirty);
}

/** Reads roots again; the given state is not changed. */
export async function readRoots(
  state: LiveState,
  queries: CatalogTransaction,
  choose: Choose,
): Promise<{ readonly state: LiveState; readonly objectChanges: ObjectChanges }> {
  const dirty = new Map([...state.dirty].map(([root, oids]) => [root, new Set(oids)]));
  const known = { ...state, dirty, partToChange: (part: ReaderPart) => new Map(part) };
  const { parts, objectChanges } = await readChosenRoots(known, queries, choose);
  return {
    state: { ...state, parts, dirty, objects: applied(state.objects, objectChanges) },
    objectChanges,
  };
}

function applied(objects: Snapshot, { removed, added }: ObjectChanges): Snapshot {
  if (removed.length === 0 && added.length === 0) return objects;
  return LayeredMap.over(objects, {
    removed: removed.filter((object) => isRemoved(objects, object)).map(keyOf),
    added: added.map((object) => [keyOf(object), object]),
  });
}
