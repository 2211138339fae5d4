import { kinds, keyOf, type CatalogObject, type Kind } from './object.js';
import { refersTo } from './object-references.js';
import type { AlterChange } from './repair.js';

/** One thing that a plan does to one object. */
export type RepairAction =
  | {
      readonly action: 'drop';
      readonly object: CatalogObject;
      /** What goes with it. */
      readonly parts: readonly CatalogObject[];
    }
  | { readonly action: 'create'; readonly object: CatalogObject }
  | { readonly action: 'alter'; readonly object: CatalogObject; readonly change: AlterChange };

/** More objects than this are put in the order of their kinds alone, which comparing all would not pay. */
const mostCompared = 1000;

const rank = new Map(kinds.map((kind, index) => [kind, index]));

/**
 * Drops from the last kind to the first, then changes and creations from the first to the last, and
 * at the very end drops of what all of these may have to let go first;
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
  if (action === 'drop' && heldByOthers.has(object.kind)) return 4 * kinds.length - position;
  return action === 'drop' ? -position : kinds.length + 2 * position + (isForeignKey(object) ? 1 : 0);
}

/** Owners and privileges name roles, and relations tablespaces: what holds them must let go first. */
const heldByOthers: ReadonlySet<Kind> = new Set(['role', 'tablespace']);

function isForeignKey({ attributes: { definition } }: CatalogObject): boolean {
  return typeof definition === 'string' && definition.startsWith('FOREIGN KEY');
}

function mustPrecede(earlier: RepairAction, later: RepairAction): boolean {
  if (later.action === 'drop') return earlier.action !== 'create' && blocks(earlier, later);
  if (earlier.action === 'drop') return earlier.object.name === later.object.name;
  return earlier.action === 'create' && needs(asFirstMade(later.object), earlier.object);
}

/** Links that are only made when everything is there: see `finish` of the repairs. */
const finished = new Set(['owned by', 'replica identity', 'partition of']);

const firstMade = new WeakMap<CatalogObject, CatalogObject>();

function asFirstMade(object: CatalogObject): CatalogObject {
  const known = firstMade.get(object) ?? withoutLinks(object);
  firstMade.set(object, known);
  return known;
}

function withoutLinks({ parent, ...object }: CatalogObject): CatalogObject {
  const attributes = Object.fromEntries(
    Object.entries(object.attributes).filter(([name]) => !finished.has(name)),
  );
  return { ...object, attributes, ...(parent && object.kind !== 'sequence' ? { parent } : {}) };
}

/** Whether something that is still there uses what is to be dropped. */
function blocks(
  user: RepairAction & { readonly action: 'drop' | 'alter' },
  drop: RepairAction & { readonly action: 'drop' },
): boolean {
  const users = user.action === 'drop' ? [user.object, ...user.parts] : [user.change.from];
  const used = [drop.object, ...drop.parts.filter(({ kind }) => kind === 'sequence')];
  return users.some((one) => used.some((other) => needs(one, other)));
}

function needs(object: CatalogObject, other: CatalogObject): boolean {
  const { parent } = object;
  return (parent !== undefined && keyOf(parent) === keyOf(other)) || refersTo(object, other);
}
