import type { IndexFact } from '../facts/index-facts.js';
import type { IndexCost } from './index-model.js';

/** Access methods that come with PostgreSQL, and what they write for a row. */
const entriesOf: Readonly<Record<string, IndexCost['entries']>> = {
  btree: 'one for each row',
  hash: 'one for each row',
  gist: 'one for each row',
  spgist: 'one for each row',
  gin: 'one for each element',
  brin: 'a summary of page ranges',
};

/**
 * What an index costs those who write. An update that changes none of an index's columns, predicate
 * included, can be heap-only; summarising indexes do not stand in its way (PostgreSQL 18 manual, 66.7
 * "Heap-Only Tuples").
 */
export function indexCost({ method, columns, predicate }: IndexFact): IndexCost {
  const entries = entriesOf[method] ?? 'up to the method';
  return {
    entries,
    columns: entries === 'a summary of page ranges' ? [] : columns,
    predicate: predicate ?? undefined,
  };
}
