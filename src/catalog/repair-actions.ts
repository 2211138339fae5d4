import { kinds, keyOf, type CatalogObject } from './object.js';
import { refersTo } from './object-references.js';
import type { AlterChange } from './repair.js';

/** One thing that a plan does to one object. */
export type RepairAction =
  | { readonly action: 'drop'; readonly object: CatalogObject }
  | { readonly action: 'create'; readonly object: CatalogObject }
  | { readonly action: 'alter'; readonly object: CatalogObject; readonly change: AlterChange };

/** More objects than this are put in the order of their kinds alone, which comparing all would not pay. */
const mostCompared = 1000;

const rank = new Map(kinds.map((kind, index) => [kind, index]));

/**
 * Drops from the last kind to the first, then changes and creations from the first to the last;
 * where an object names another one, that decides.
 */
export function sortActions(actions: readonly RepairAction[]): readonly RepairAction[] {
  const sorted = [...actions].sort((a, b) => priority(a) - priority(b));
  if (sorted.length > mostCompared) return sorted;
  const remaining = new Set(sorted);
  const result: RepairAction[] = [];
  while (remaining.size > 0) {
    const next = firstReady([...remaining]);
    remaining.delete(next);
    result.push(next);
  }
  return result;
}

/** In a circle of references nobody is ready, and the order of kinds decides. */
function firstReady(candidates: readonly RepairAction[]): RepairAction {
  const ready = candidates.find(
    (one) => !candidates.some((other) => other !== one && mustPrecede(other, one)),
  );
  const [first] = candidates;
  if (!first) throw new Error('no action to choose from');
  return ready ?? first;
}

function priority({ action, object }: RepairAction): number {
  const position = rank.get(object.kind) ?? 0;
  return action === 'drop' ? -position : kinds.length + 2 * position + (isForeignKey(object) ? 1 : 0);
}

function isForeignKey({ attributes: { definition } }: CatalogObject): boolean {
  return typeof definition === 'string' && definition.startsWith('FOREIGN KEY');
}

function mustPrecede(earlier: RepairAction, later: RepairAction): boolean {
  if (later.action === 'drop')
    return earlier.action !== 'create' && needs(stateBefore(earlier), later.object);
  if (earlier.action === 'drop') return earlier.object.name === later.object.name;
  return earlier.action === 'create' && needs(later.object, earlier.object);
}

function stateBefore(action: RepairAction): CatalogObject {
  return action.action === 'alter' ? action.change.from : action.object;
}

function needs(object: CatalogObject, other: CatalogObject): boolean {
  const { parent } = object;
  return (parent !== undefined && keyOf(parent) === keyOf(other)) || refersTo(object, other);
}
