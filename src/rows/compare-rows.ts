import type { TableRows } from './row-signature.js';

/** A table whose rows have changed. */
export interface RowsLost {
  readonly table: string;
  /**
   * Sorted columns whose values differ; empty where whole rows were added or lost, or values only moved
   * between rows.
   */
  readonly columns: readonly string[];
  /**
   * Number of differing rows; `undefined` where it is unknown, because the columns differ or there are too
   * many rows.
   */
  readonly rows: number | undefined;
  /** Number of rows before and after. */
  readonly before: number;
  readonly after: number;
}

/** Whether two comparisons found the same loss in a table. */
export function isSameLoss(one: RowsLost, other: RowsLost): boolean {
  return (
    one.table === other.table &&
    one.columns.join() === other.columns.join() &&
    one.after - one.before === other.after - other.before
  );
}

type Signatures = ReadonlyMap<string, TableRows>;

/**
 * Compares the tables and columns that both sides have; tables and columns on one side only are differences
 * of the catalog. Sorted by table.
 */
export function compareRows(before: Signatures, after: Signatures): readonly RowsLost[] {
  return [...before.values()]
    .flatMap((rows) => {
      const now = after.get(rows.table);
      return now && !isSame(rows, now) ? [describeLoss(rows, now)] : [];
    })
    .sort((a, b) => (a.table < b.table ? -1 : 1));
}

function isSame(before: TableRows, after: TableRows): boolean {
  if (before.count !== after.count) return false;
  if (hasSameColumns(before, after)) return before.content === after.content;
  return differingColumns(before, after).length === 0;
}

function describeLoss(before: TableRows, after: TableRows): RowsLost {
  return {
    table: before.table,
    columns: before.count === after.count ? differingColumns(before, after) : [],
    rows: countDiffering(before, after),
    before: before.count,
    after: after.count,
  };
}

function hasSameColumns(before: TableRows, after: TableRows): boolean {
  const names = Object.keys(before.columns);
  const others = Object.keys(after.columns);
  return names.length === others.length && names.every((name) => Object.hasOwn(after.columns, name));
}

function differingColumns(before: TableRows, after: TableRows): readonly string[] {
  return Object.keys(before.columns)
    .filter((name) => Object.hasOwn(after.columns, name) && before.columns[name] !== after.columns[name])
    .sort();
}

/** A changed row is missing on one side and additional on the other, so the larger number counts. */
function countDiffering(before: TableRows, after: TableRows): number | undefined {
  if (!before.rows || !after.rows || !hasSameColumns(before, after)) return undefined;
  return Math.max(countMissing(before.rows, after.rows), countMissing(after.rows, before.rows));
}

/** Number of `rows` that the others do not contain; duplicates are counted separately. */
function countMissing(rows: readonly string[], others: readonly string[]): number {
  const left = new Map<string, number>();
  for (const row of others) left.set(row, (left.get(row) ?? 0) + 1);
  return rows.filter((row) => {
    const available = left.get(row) ?? 0;
    left.set(row, available - 1);
    return available <= 0;
  }).length;
}
