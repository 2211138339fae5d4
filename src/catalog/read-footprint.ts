import { aloneReadable } from './alone-readable.js';
import type { CatalogTransaction } from './catalog-transaction.js';
import type { ChangedRoots } from './fingerprint.js';
import { readRoots, type LiveState } from './live-state.js';
import { findReach, knownRelations } from './reach.js';
import type { RootCatalog } from './reader.js';
import type { Sets } from './root-part.js';
import type { StepWatch } from './step-watch.js';

/** A state with what an open transaction did, and what that was. */
export interface FootprintRead {
  readonly state: LiveState;
  readonly sets: readonly Sets[];
  /** What was read for it. */
  readonly roots: ChangedRoots;
}

/**
 * Reads what the open transaction wrote, and what depends on that, and nothing else.
 * @returns `undefined` where it cannot be told what that is, or where it cannot be read alone
 */
export async function readFootprint(
  before: LiveState,
  inside: CatalogTransaction,
  watch: StepWatch,
): Promise<FootprintRead | undefined> {
  const footprint = await watch.footprint(inside);
  if (footprint.kind === 'unknown') return undefined;
  const { written, again } = footprint;
  const changed = knownRelations(footprint.columnsChanged, before.parts);
  const fromHere: LiveState = { ...before, touched: new Map() };
  const first = await readRoots(fromHere, inside, ({ root, kind }, part) => {
    const known = [...(again.get(root)?.get(kind) ?? [])].filter((oid) => part.has(oid));
    return new Set([...(written.get(root)?.get(kind) ?? []), ...known]);
  });
  const reach = await findReach(inside, { footprint, sets: first.sets, changed });
  if (reach.size === 0) return finish(before, [first]);
  if ([...reach.keys()].some((root) => !aloneReadable.has(root))) return undefined;
  const second = await readRoots(first.state, inside, ({ root }) => reach.get(root) ?? new Set());
  return finish(before, [first, second]);
}

interface ReadOnce {
  readonly state: LiveState;
  readonly sets: Sets;
}

function finish(before: LiveState, reads: readonly ReadOnce[]): FootprintRead {
  const state = reads.at(-1)?.state ?? before;
  return {
    state: { ...state, touched: joined(before.touched, state.touched) },
    sets: reads.map(({ sets }) => sets),
    roots: state.touched,
  };
}

function joined(a: ChangedRoots, b: ChangedRoots): ChangedRoots {
  const all = new Map<RootCatalog, ReadonlySet<string>>(a);
  for (const [root, oids] of b) all.set(root, new Set([...(all.get(root) ?? []), ...oids]));
  return all;
}
