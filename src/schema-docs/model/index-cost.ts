import type { IndexFact } from '../facts/index-facts.js';
import type { IndexCost } from './index-model.js';

/** Access methods that come with PostgreSQL, and the entries that they write for a row. */
const entriesOf: Readonly<Record<string, IndexCost['entries']>> = {
  btree: 'one for each row',
  hash: 'one for each row',
  gist: 'one for each row',
  spgist: 'one for each row',
  gin: 'one for each element',
  brin: 'a summary of page ranges',
};

/**
 * Determines the cost of an index for writers. An update that changes no column of any index or predicate can
 * be heap-only; summarising indexes do not prevent that (PostgreSQL 18 manual, 66.7 "Heap-Only Tuples").
 */
export function indexCost({ method, columns, predicate }: IndexFact): IndexCost {
  const entries = entriesOf[method] ?? 'up to the method';
  return {
    entries,
    columns: entries === 'a summary of page ranges' ? [] : columns,
    predicate: predicate ?? undefined,
  };
}
