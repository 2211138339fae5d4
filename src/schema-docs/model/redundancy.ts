import type { IndexFact } from '../facts/index-facts.js';
import type { Service } from './index-model.js';

export type Redundancy = Extract<Service, { kind: 'redundant' }>;

/**
 * Finds another B-tree that serves every query that this one serves: it begins with the same keys, and holds
 * the same rows and the included columns of this one. An index that implements a constraint is never redundant,
 * and a redundant index does not make others redundant, so all redundant indexes can be dropped together.
 */
export function findRedundancy(index: IndexFact, siblings: readonly IndexFact[]): Redundancy | undefined {
  if (index.method !== 'btree' || !index.usable || index.unique) return undefined;
  const [better] = siblings
    .filter((other) => other !== index && covers(other, index))
    .filter((other) => !siblings.some((third) => third !== other && !other.unique && covers(third, other)))
    .sort((a, b) => a.keys.length - b.keys.length || (a.name < b.name ? -1 : 1));
  if (!better) return undefined;
  const because = better.keys.length === index.keys.length ? 'same keys' : 'leading keys';
  return { kind: 'redundant', with: better.name, because };
}

function covers(other: IndexFact, index: IndexFact): boolean {
  const { method, usable, predicate, keys, included } = other;
  if (method !== 'btree' || !usable || predicate !== index.predicate) return false;
  if (!index.keys.every((key, place) => keyText(key) === keyText(keys[place]))) return false;
  const held = new Set([...keys.map(({ column }) => column), ...included]);
  if (!index.included.every((column) => held.has(column))) return false;
  return !isTwin(other, index) || other.unique || other.name < index.name;
}

function keyText(key: IndexFact['keys'][number] | undefined): string {
  return key ? `${key.text} ${key.order}` : '';
}

/** Of two equal indexes, the first by name is not redundant. */
function isTwin(other: IndexFact, index: IndexFact): boolean {
  return other.keys.length === index.keys.length && other.included.length === index.included.length;
}
