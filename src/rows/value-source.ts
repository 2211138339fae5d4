import { defaultCell, nullCell, valueCell, type Cell } from './cell.js';
import { candidateValues, sampleValues, type ColumnPosition } from './candidates.js';
import { readConstants } from './constants.js';
import type { ColumnFacts, Condition, ForeignKey, TableFacts } from './table-facts.js';

/** Values for columns that belong together: a single column, or those of a foreign key. */
export interface ValueSource {
  readonly from: 'column' | 'foreign key';
  readonly columns: readonly string[];
  /** Best first; each contains one value for each column. */
  readonly tuples: readonly ValueTuple[];
  /** Values of the columns that mean no value, where allowed. */
  readonly absent: ValueTuple | undefined;
}

export interface ValueTuple {
  readonly cells: readonly Cell[];
  /** The values with which conditions are tested; null for the unknown default of a sequence. */
  readonly texts: readonly (string | null)[];
}

/** Key columns, in text form, of a row that others refer to. */
export type KeyRow = Readonly<Record<string, string | null>>;

export interface SourceOptions {
  /** Conditions of the table and of the domains of its columns. */
  readonly conditions: readonly Condition[];
  /** Columns that get a value even though a sequence would provide one. */
  readonly explicit: ReadonlySet<string>;
  /** Rows that a foreign key can refer to. */
  readonly keysFor: (foreignKey: ForeignKey) => readonly KeyRow[];
  /** Number from which values are counted, where existing rows have the first ones; default: 0. */
  readonly sampleStart?: number | undefined;
}

/**
 * Finds the sources of values for the columns of a table; generated columns, and those only in a foreign key
 * to the table itself, are left out.
 */
export function findSources(table: TableFacts, options: SourceOptions): readonly ValueSource[] {
  const outer = table.foreignKeys.filter(({ parent }) => parent !== table.oid);
  const keyed = new Set(outer.flatMap(({ columns }) => columns));
  const own = new Set(selfReferences(table).flatMap(ownColumns));
  const single = table.columns.filter(
    ({ name, generation }) => generation === null && !keyed.has(name) && !own.has(name),
  );
  return [
    ...outer.map((foreignKey) => foreignKeySource(table, foreignKey, options.keysFor(foreignKey))),
    ...single.map((column) => columnSource(table, column, options)),
  ];
}

export function selfReferences(table: TableFacts): readonly ForeignKey[] {
  return table.foreignKeys.filter(({ parent }) => parent === table.oid);
}

/**
 * Columns of a reference to the same table, without those that refer to themselves, such as the tenant in
 * `(tenant, parent) REFERENCES (tenant, id)`.
 */
export function ownColumns({ columns, parentColumns }: ForeignKey): readonly string[] {
  return columns.filter((column, index) => column !== parentColumns[index]);
}

/** Whether a sequence provides the column's value. */
export function isSequenced({ default: expression, identity }: ColumnFacts): boolean {
  return identity !== 'none' || /^(pg_catalog\.)?nextval\(/.test(expression ?? '');
}

/**
 * A value that replaces that of a sequence, or is a key itself, is higher than the numbers that migrations
 * use in their first rows, such as `INSERT INTO roles VALUES (1, …)`.
 */
export function sourceOf(table: TableFacts, column: ColumnFacts): ColumnPosition {
  const isKey = table.primaryKey.includes(column.name) || isSequenced(column);
  return { column: isKey ? 2333 + column.number : column.number, name: column.name };
}

function columnSource(table: TableFacts, column: ColumnFacts, options: SourceOptions): ValueSource {
  const from = 'column';
  const columns = [column.name];
  const absent = column.nullability === 'nullable' ? toTuple([nullCell]) : undefined;
  if (isSequenced(column) && !options.explicit.has(column.name)) {
    return {
      from,
      columns,
      tuples: ['1', '2', '3'].map((text) => ({ cells: [defaultCell], texts: [text] })),
      absent,
    };
  }
  const values = valuesOf(table, column, options);
  if (values.length > 0)
    return { from, columns, tuples: values.map((text) => toTuple([valueCell(text)])), absent };
  return { from, columns, tuples: unknownValues(column), absent };
}

/** Number of values of a column without conditions: a different one for each row. */
const unconditionalCount = 24;

/** Whether its type has values for any number, as keys have. */
function isEndless({ type }: ColumnFacts): boolean {
  return type.kind === 'base' && /^(int[248]|numeric|text|citext|varchar|uuid)$/.test(type.name);
}

/** A value other than the default makes the loss of a column visible, so the default comes last. */
function valuesOf(
  table: TableFacts,
  column: ColumnFacts,
  { conditions, sampleStart = 0 }: SourceOptions,
): readonly string[] {
  const own = conditions.filter(({ columns }) => columns.includes(column.name));
  const place = sourceOf(table, column);
  const values =
    own.length === 0
      ? sampleValues(column.type, place, {
          length: unconditionalCount,
          start: isEndless(column) ? sampleStart : 0,
        })
      : candidateValues(column.type, place, readConstants(own.map(({ expression }) => expression)));
  const initial = constantOf(column.default);
  return [...values.filter((value) => value !== initial), ...values.filter((value) => value === initial)];
}

/** Parses a constant such as `'member'::user_role`, `18` or `false`. */
function constantOf(expression: string | null): string | undefined {
  const [, text, plain] = /^(?:'((?:[^']|'')*)'(?:::.*)?|([\w.]+))$/s.exec(expression ?? '') ?? [];
  return text === undefined ? plain : text.replaceAll("''", "'");
}

/** Values of an unknown type: its default or null where possible, otherwise texts that many types accept. */
function unknownValues({ nullability, default: expression }: ColumnFacts): readonly ValueTuple[] {
  if (nullability === 'nullable' || expression !== null) return [{ cells: [defaultCell], texts: [null] }];
  return ['1', 'a', '{}', '[1]', '(1,1)', '0'].map((text) => toTuple([valueCell(text)]));
}

function foreignKeySource(table: TableFacts, foreignKey: ForeignKey, keys: readonly KeyRow[]): ValueSource {
  const from = 'foreign key';
  const { columns, parentColumns } = foreignKey;
  const tuples = keys
    .map((key) => parentColumns.map((column) => key[column] ?? null))
    .filter((values) => values.every((value) => value !== null))
    .map((values) => toTuple(values.map(valueCell)));
  if (!canBeAbsent(table, foreignKey)) return { from, columns, tuples, absent: undefined };
  const absent = columns.map((name, index) =>
    isNullable(table, name) ? nullCell : (tuples[0]?.cells[index] ?? valueCell(loneValue(table, name))),
  );
  return { from, columns, tuples, absent: toTuple(absent) };
}

/**
 * Whether a row can have no reference: with `MATCH FULL` all columns must be null, otherwise one is enough.
 */
export function canBeAbsent(table: TableFacts, { columns, match }: ForeignKey): boolean {
  const nullable = columns.filter((name) => isNullable(table, name));
  return match === 'full' ? nullable.length === columns.length : nullable.length > 0;
}

/** A partly null key is not a reference (`MATCH SIMPLE`), so its other columns accept any value. */
function loneValue(table: TableFacts, name: string): string | null {
  const column = table.columns.find((candidate) => candidate.name === name);
  return (column && sampleValues(column.type, sourceOf(table, column))[0]) ?? null;
}

export function isNullable(table: TableFacts, name: string): boolean {
  return table.columns.some((column) => column.name === name && column.nullability === 'nullable');
}

function toTuple(cells: readonly Cell[]): ValueTuple {
  return { cells, texts: cells.map((cell) => (cell.kind === 'value' ? cell.text : null)) };
}
