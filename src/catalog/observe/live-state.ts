import { bookkeepingFilter } from '../read/bookkeeping.js';
import { runReader } from '../read/catalog-reading.js';
import { readerList } from '../kinds/lists.js';
import type { CatalogState, ReaderPart } from '../read/catalog-state.js';
import type { CatalogTransaction } from '../read/catalog-transaction.js';
import type { ChangedRoots } from '../read/fingerprint.js';
import { forgetRoots } from '../read/forget-roots.js';
import { LayeredMap } from '../model/layered-map.js';
import { keyOf, type Snapshot } from '../model/object.js';
import type { Reader, RootCatalog } from '../kind/reader.js';
import type { ObjectChanges } from '../read/assemble.js';
import { isRemoved, replace, type Part } from './root-part.js';
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

/** Returns the roots that a reader should read. */
export type Choose = (reader: Reader, part: ReaderPart) => ReadonlySet<string>;

/** Reads roots again; the given state is not changed. */
export async function readRoots(
  state: LiveState,
  queries: CatalogTransaction,
  choose: Choose,
): Promise<{ readonly state: LiveState; readonly objectChanges: ObjectChanges }> {
  const dirty = new Map([...state.dirty].map(([root, oids]) => [root, new Set(oids)]));
  const read = await Promise.all(
    readerList.map(async (reader, index) => {
      const part = state.parts[index] ?? new Map<string, never>();
      const roots = choose(reader, part);
      if (roots.size === 0) return { part, removed: [], added: [] };
      markDirty(dirty, reader.root, roots);
      const next: Part = new Map(part);
      return { part: next, ...replace(next, [...roots], await runReader(queries, reader, [...roots])) };
    }),
  );
  const isOurs = bookkeepingFilter(state.base);
  const objectChanges = {
    removed: read.flatMap(({ removed }) => removed).filter((one) => !isOurs(one)),
    added: read.flatMap(({ added }) => added).filter((one) => !isOurs(one)),
  };
  const parts = read.map(({ part }) => part);
  return {
    state: { ...state, parts, dirty, objects: applied(state.objects, objectChanges) },
    objectChanges,
  };
}

function markDirty(dirty: Map<RootCatalog, Set<string>>, root: RootCatalog, oids: ReadonlySet<string>): void {
  const known = dirty.get(root) ?? new Set();
  for (const oid of oids) known.add(oid);
  dirty.set(root, known);
}

function applied(objects: Snapshot, { removed, added }: ObjectChanges): Snapshot {
  if (removed.length === 0 && added.length === 0) return objects;
  return LayeredMap.over(objects, {
    removed: removed.filter((object) => isRemoved(objects, object)).map(keyOf),
    added: added.map((object) => [keyOf(object), object]),
  });
}
