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
  readonly touched: ChangedRoots;
  readonly versions: RootVersions;
}

export function liveState(base: CatalogState): LiveState {
  const { parts, objects } = base;
  return { base, parts, objects, touched: new Map(), versions: new Map() };
}

/**
 * Returns the state to refresh from, without the roots that were read since: the fingerprint does not cover
 * them.
 */
export function refreshable({ base, parts, objects, touched }: LiveState): CatalogState {
  return touched.size === 0 ? base : forgetRoots({ ...base, parts, objects }, touched);
}

/** Returns the roots that a reader should read. */
export type Choose = (reader: Reader, part: ReaderPart) => ReadonlySet<string>;

/** Reads roots again; the given state is not changed. */
export async function readRoots(
  state: LiveState,
  queries: CatalogTransaction,
  choose: Choose,
): Promise<{ readonly state: LiveState; readonly objectChanges: ObjectChanges }> {
  const touched = new Map([...state.touched].map(([root, oids]) => [root, new Set(oids)]));
  const read = await Promise.all(
    readerList.map(async (reader, index) => {
      const part = state.parts[index] ?? new Map<string, never>();
      const roots = choose(reader, part);
      if (roots.size === 0) return { part, removed: [], added: [] };
      touch(touched, reader.root, roots);
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
    state: { ...state, parts, touched, objects: applied(state.objects, objectChanges) },
    objectChanges,
  };
}

function touch(touched: Map<RootCatalog, Set<string>>, root: RootCatalog, oids: ReadonlySet<string>): void {
  const known = touched.get(root) ?? new Set();
  for (const oid of oids) known.add(oid);
  touched.set(root, known);
}

function applied(objects: Snapshot, { removed, added }: ObjectChanges): Snapshot {
  if (removed.length === 0 && added.length === 0) return objects;
  return LayeredMap.over(objects, {
    removed: removed.filter((object) => isRemoved(objects, object)).map(keyOf),
    added: added.map((object) => [keyOf(object), object]),
  });
}
