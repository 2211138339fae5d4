import type { StoredRelation } from '../catalog/data/stored-data.js';
import { relationOf } from '../rollback/restore/target.js';
import type { KeptTable } from './kept-entry.js';

/** Relations before an inverse step, and after it. */
export interface Relations {
  readonly before: readonly StoredRelation[];
  readonly relations: readonly StoredRelation[];
}

/** Whether the inverse step has created the table, or all of the columns. */
export function isCreated(
  { schema, name, what, values }: KeptTable,
  { before, relations }: Relations,
): boolean {
  const now = relationOf({ schema, name }, relations);
  const earlier = before.find(({ oid }) => oid === now?.oid);
  if (!now || !earlier) return true;
  if (what !== 'columns') return false;
  const numbers = new Set(earlier.columns.map(({ number }) => number));
  return values.every((value) => {
    const column = now.columns.find((one) => one.name === value);
    return column === undefined || !numbers.has(column.number);
  });
}
