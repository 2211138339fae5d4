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
 * be heap-only; from PostgreSQL 16 on, summarising indexes do not prevent that (PostgreSQL 18 manual, 66.7
 * "Heap-Only Tuples"; release notes of 16).
 */
export function indexCost({ method, columns, predicate }: IndexFact, major: number): IndexCost {
  const entries = entriesOf[method] ?? 'up to the method';
  const isSummary = entries === 'a summary of page ranges';
  return {
    entries,
    columns: isSummary && major >= 16 ? [] : columns,
    predicate: predicate ?? undefined,
  };
}
