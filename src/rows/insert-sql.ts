import { printed } from '../database/text-conversion.js';
import { quoteIdentifier } from '../database/quote.js';
import { literalOf, type Assignment } from './cell.js';
import type { TableFacts } from './table-facts.js';

export interface InsertSqlOptions {
  readonly rows: readonly Assignment[];
  /** Columns to return in text form, since other tables refer to them. */
  readonly returning: readonly string[];
}

/** Returns one statement that inserts the rows. */
export function insertSql(table: TableFacts, { rows, returning }: InsertSqlOptions): string {
  const columns = table.columns.filter(({ name }) => rows.some((row) => row.has(name)));
  const keys = returning.map((name) => `${printed(quoteIdentifier(name))} AS ${quoteIdentifier(name)}`);
  const suffix = keys.length > 0 ? ` RETURNING ${keys.join()}` : '';
  if (columns.length === 0) return emptyRowsSql(table, rows.length) + suffix;
  const names = columns.map(({ name }) => quoteIdentifier(name)).join();
  const values = rows.map((row) => `(${columns.map((column) => cellSql(column, row)).join()})`);
  const overriding = givesIdentity(table, rows) ? ' OVERRIDING SYSTEM VALUE' : '';
  return `INSERT INTO ${table.name} (${names})${overriding} VALUES ${values.join()}${suffix}`;
}

function cellSql({ name, type }: TableFacts['columns'][number], row: Assignment): string {
  const cell = row.get(name);
  switch (cell?.kind) {
    case 'value':
      return literalOf(type, cell.text);
    case 'null':
      return 'NULL';
    case 'default':
    case undefined:
      return 'DEFAULT';
  }
}

/** A table without columns, or with generated columns only, can still have rows. */
function emptyRowsSql(table: TableFacts, count: number): string {
  return table.columns.length === 0
    ? `INSERT INTO ${table.name} SELECT FROM pg_catalog.generate_series(1, ${count})`
    : `INSERT INTO ${table.name} DEFAULT VALUES`;
}

function givesIdentity(table: TableFacts, rows: readonly Assignment[]): boolean {
  return table.columns.some(
    ({ name, identity }) => identity === 'always' && rows.some((row) => row.get(name)?.kind === 'value'),
  );
}
