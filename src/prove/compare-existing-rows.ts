import type { Snapshot } from '../catalog/model/object.js';
import type { RowsCompared } from './proof-report.js';
import { compareRows, type RowsLost } from '../rows/compare-rows.js';
import type { TableRows } from '../rows/row-signature.js';
import type { Rows, AppliedStep } from './passes/applied-step.js';

export interface RowsAroundDown {
  readonly applied: AppliedStep;
  /** Rows just before the down. */
  readonly above: Rows;
  /** Rows after the down. */
  readonly now: Rows;
  /** The catalog after the down; a table that is missing in it is a finding of its own. */
  readonly catalog: Snapshot;
  /** Whether seeds were loaded after this migration or a later one. */
  readonly seeds: 'above' | 'none';
}

export interface ExistingRows {
  readonly lost: readonly RowsLost[];
  readonly compared: readonly RowsCompared[];
}

/**
 * Compares the rows of tables that existed before the up and hold rows. Without seeds, the rows recorded before
 * the up must be restored. Seeds remain in the database at every position below the one where they were loaded:
 * there, the rows from before the down must be unchanged.
 */
export function compareExistingRows({ applied, above, now, catalog, seeds }: RowsAroundDown): ExistingRows {
  const { rowsBefore, rowsAfterUp } = applied;
  const expected = seeds === 'above' ? above : rowsBefore;
  const tables = [...new Set([...expected.keys(), ...now.keys()])]
    .filter((table) => catalog.has(`table ${table}`))
    .sort();
  if (seeds === 'above' && rowsAfterUp !== rowsBefore) {
    const reason = 'the up changes rows, and the seeds were loaded later';
    return { lost: [], compared: tables.map((table) => ({ table, compared: 'no', rows: 0, reason })) };
  }
  const pick = (rows: Rows) => new Map(tables.map((table) => [table, rows.get(table) ?? noRows(table)]));
  return {
    lost: compareRows(pick(expected), pick(now)),
    compared: tables.map((table) => ({ table, compared: 'existing', rows: expected.get(table)?.count ?? 0 })),
  };
}

function noRows(table: string): TableRows {
  return { table, count: 0, storage: '', content: '0', columns: {}, rows: [] };
}
