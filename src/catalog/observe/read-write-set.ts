import { findAffectedRoots } from './affected-roots.js';
import { assemble } from '../read/assemble.js';
import { runReader } from '../read/catalog-reading.js';
import { readerList } from '../kinds/lists.js';
import type { ReaderPart } from '../read/catalog-state.js';
import type { CatalogTransaction } from '../read/catalog-transaction.js';
import { changesBetween, type Difference } from '../model/diff.js';
import type { ChangedRoots } from '../read/fingerprint.js';
import type { KnownWriteSet } from './write-set.js';
import { readRoots, type LiveState } from './live-state.js';
import { readOwnRoots } from './own-roots.js';
import { findDependents, knownRelations } from './dependents.js';
import type { RootCatalog } from '../kind/reader.js';
import type { ObjectChanges } from '../read/assemble.js';
import { changesOf, keysOf } from './root-part.js';

/** A state with the changes of an open transaction, and these changes. */
export interface WriteSetRead {
  readonly state: LiveState;
  readonly changes: readonly Difference[];
  /** Roots that were read for it; `everything` means all except those that others have changed. */
  readonly roots: ChangedRoots | 'everything';
}

/** Reads only what the open transaction wrote and what depends on it. */
export async function readWriteSet(
  before: LiveState,
  inside: CatalogTransaction,
  writeSet: KnownWriteSet,
): Promise<WriteSetRead> {
  const { written, again } = writeSet;
  const changed = knownRelations(writeSet.columnsChanged, before.parts);
  const fromHere: LiveState = { ...before, dirty: new Map() };
  const first = await readRoots(fromHere, inside, ({ root, kind }, part) => {
    const known = [...(again.get(root)?.get(kind) ?? [])].filter((oid) => part.has(oid));
    return new Set([...(written.get(root)?.get(kind) ?? []), ...known]);
  });
  const dependents = await findDependents(inside, { writeSet, objectChanges: first.objectChanges, changed });
  if (dependents.size === 0) return finish(before, [first]);
  return finish(before, [first, await readAgain(first.state, inside, dependents)]);
}

/**
 * Reads the changes of the open transaction where its writes are unknown, by comparing with what other
 * sessions see.
 */
export async function readOwn(
  before: LiveState,
  inside: CatalogTransaction,
  { outside, isForeign, earlier }: Outside,
): Promise<WriteSetRead> {
  const { roots, dependents } = await readOwnRoots(inside, outside);
  if (dependents === 'everything' || earlier === 'everything')
    return readEverything(before, inside, () => isForeign(roots));
  const affected = await findAffectedRoots(inside, joinRoots(earlier, roots));
  return finish(before, [await readAgain({ ...before, dirty: new Map() }, inside, affected)]);
}

export interface Outside {
  readonly outside: CatalogTransaction;
  /** Determines which roots others have changed since they were read; `own` are those of the transaction. */
  readonly isForeign: (own: ChangedRoots) => Promise<IsForeign>;
  /**
   * Roots read earlier for the same transaction: changes that it has undone since then are visible to nobody.
   */
  readonly earlier: WriteSetRead['roots'];
}

export type IsForeign = (root: RootCatalog, oid: string) => boolean;

/**
 * Reads everything; roots that others have changed, even during this reading, stay as they were read before.
 */
async function readEverything(
  before: LiveState,
  inside: CatalogTransaction,
  findForeign: () => Promise<IsForeign>,
): Promise<WriteSetRead> {
  const all = await Promise.all(readerList.map((reader) => runReader(inside, reader, 'all')));
  const isForeign = await findForeign();
  const parts = readerList.map(({ root }, index): ReaderPart => {
    const own = [...(all[index] ?? [])].filter(([oid]) => !isForeign(root, oid));
    const kept = [...(before.parts[index] ?? [])].filter(([oid]) => isForeign(root, oid));
    return new Map([...own, ...kept]);
  });
  const objects = assemble(parts, before.base);
  const changes = changesBetween(before.objects, objects);
  return { state: { ...before, parts, objects }, changes, roots: 'everything' };
}

interface ReadOnce {
  readonly state: LiveState;
  readonly objectChanges: ObjectChanges;
}

function readAgain(state: LiveState, inside: CatalogTransaction, roots: ChangedRoots): Promise<ReadOnce> {
  return readRoots(state, inside, ({ root }) => roots.get(root) ?? new Set());
}

function finish(before: LiveState, reads: readonly ReadOnce[]): WriteSetRead {
  const state = reads.at(-1)?.state ?? before;
  const keys = keysOf(reads.map(({ objectChanges }) => objectChanges));
  return {
    state: { ...state, dirty: joinRoots(before.dirty, state.dirty) },
    changes: changesOf(before.objects, state.objects, keys),
    roots: state.dirty,
  };
}

export function joinRoots(a: ChangedRoots, b: ChangedRoots): ChangedRoots {
  const all = new Map<RootCatalog, ReadonlySet<string>>(a);
  for (const [root, oids] of b) all.set(root, new Set([...(all.get(root) ?? []), ...oids]));
  return all;
}
