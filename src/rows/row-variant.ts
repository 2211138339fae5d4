import { duplicateRow } from '../database/sqlstate.js';
import type { Refusal } from './attempt.js';
import { defaultCell, nullCell, type Assignment, type Cell } from './cell.js';
import type { Choices } from './choose-values.js';
import type { ColumnFacts, TableFacts } from './table-facts.js';

/** Deviation of a row from the planned one, after refusals by the server. */
export interface RowVariant {
  /** Number of refusals so far. */
  readonly refusals: number;
  /** By group of columns: number of choices to skip. */
  readonly shifts: readonly number[];
  /** Columns that get their default or null, since no value was accepted. */
  readonly relaxed: ReadonlySet<string>;
}

export interface RowPlan {
  readonly table: TableFacts;
  readonly choices: readonly Choices[];
}

export function firstVariant({ choices }: RowPlan): RowVariant {
  return { refusals: 0, shifts: choices.map(() => 0), relaxed: new Set() };
}

/** Returns the row with this number, in this variant. */
export function planRow(
  { table, choices }: RowPlan,
  row: number,
  { shifts, relaxed }: RowVariant,
): Assignment {
  const cells = choices.flatMap((group, index) => {
    const own = group[row] ?? [];
    return [...(own[(shifts[index] ?? 0) % Math.max(1, own.length)] ?? [])];
  });
  return new Map(cells.map(([name, cell]) => [name, relaxed.has(name) ? relax(table, name, cell) : cell]));
}

function relax(table: TableFacts, name: string, cell: Cell): Cell {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column === undefined) return cell;
  if (column.default !== null || column.identity !== 'none') return defaultCell;
  return column.nullability === 'nullable' ? nullCell : cell;
}

/**
 * Returns the variant to try after a refusal. For a key, the columns get other values in turns; for a
 * condition, first other values, then none; where the server does not name the columns, all of them are
 * treated so.
 */
export function nextVariant(plan: RowPlan, variant: RowVariant, refusal: Refusal): RowVariant {
  const refusals = variant.refusals + 1;
  const blamed = blamedColumns(plan.table, refusal);
  const groups = groupsOf(plan, blamed);
  if (isDuplicate(refusal) && groups.length > 0) {
    const turn = groups[variant.refusals % groups.length];
    return { ...variant, refusals, shifts: shift(variant.shifts, turn === undefined ? [] : [turn]) };
  }
  if (refusals % 3 !== 0) return { ...variant, refusals, shifts: shift(variant.shifts, groups) };
  const optional = blamed.filter((name) =>
    isOptional(plan.table.columns.find((column) => column.name === name)),
  );
  return { ...variant, refusals, relaxed: new Set([...variant.relaxed, ...optional]) };
}

function isDuplicate({ code }: Refusal): boolean {
  return duplicateRow.has(code);
}

/** Columns that a refusal concerns; all columns where it does not say. */
export function blamedColumns(table: TableFacts, { constraint, column }: Refusal): readonly string[] {
  const named = [...table.conditions, ...table.foreignKeys].find(({ name }) => name === constraint)?.columns;
  const blamed = table.keys.get(constraint ?? '') ?? named ?? (column === undefined ? [] : [column]);
  return blamed.length > 0 ? blamed : table.columns.map(({ name }) => name);
}

function groupsOf({ choices }: RowPlan, columns: readonly string[]): readonly number[] {
  return choices.flatMap((group, index) =>
    columns.some((column) => group.some((own) => own.length > 1 && own[0]?.has(column))) ? [index] : [],
  );
}

function shift(shifts: readonly number[], groups: readonly number[]): readonly number[] {
  return shifts.map((count, index) => (groups.includes(index) ? count + 1 : count));
}

function isOptional(column: ColumnFacts | undefined): boolean {
  return column !== undefined && (column.nullability === 'nullable' || column.default !== null);
}
