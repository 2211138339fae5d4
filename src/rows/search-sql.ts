import { quoteIdentifier } from '../database/quote.js';
import { literalOf } from './cell.js';
import type { ColumnGroup } from './column-group.js';
import { mentions, type ColumnFacts, type Condition, type TableFacts } from './table-facts.js';
import type { ValueSource, ValueTuple } from './value-source.js';

/** Position of the tuple without values, after all others. */
export const absentPlace = 1000;

const combinations = 30_000;
const mostTuples = 60;

/** Maximum number of matching combinations to read: enough to find different ones among them. */
const mostFits = 300;

/**
 * Returns a query for the combinations of values that satisfy the conditions: the tuples are joined by shared
 * columns and filtered. The result is one JSON value, a list of tuple positions, best first.
 */
export function searchSql(table: TableFacts, group: ColumnGroup): string {
  const { sources, conditions } = group;
  const limit = Math.min(mostTuples, Math.max(3, Math.floor(combinations ** (1 / sources.length))));
  const places = sources.map((_, index) => placeName(index));
  const from = sources.map((source, index) => sourceSql({ table, group, source, index, limit }));
  const where = conditions.map(conditionSql).join(' AND ') || 'true';
  return `
SELECT COALESCE(pg_catalog.json_agg(fit.places), '[]') FROM (
  SELECT ARRAY[${places.join()}] AS places
  FROM ${from.join(' NATURAL JOIN ')}${generatedSql(table, conditions)}
  WHERE ${where}
  ORDER BY ${places.join(' + ')}, ${places.join()} LIMIT ${mostFits}) AS fit`;
}

interface SourcePart {
  readonly table: TableFacts;
  readonly group: ColumnGroup;
  readonly source: ValueSource;
  readonly index: number;
  readonly limit: number;
}

/** Conditions on one source alone filter its tuples before the best of them are taken. */
function sourceSql({ table, group, source, index, limit }: SourcePart): string {
  const columns = source.columns.flatMap(
    (name) => table.columns.find((column) => column.name === name) ?? [],
  );
  const generated = generatedColumns(table);
  const own = group.conditions.filter(
    ({ columns: names, expression }) =>
      names.every((name) => source.columns.includes(name)) &&
      !generated.some(({ name }) => mentions(expression, name)),
  );
  const names = [placeName(index), ...source.columns.map(quoteIdentifier)].join();
  const rows = source.tuples.map((tuple, place) => tupleSql(columns, tuple, place));
  const fitting = `(SELECT * FROM (VALUES ${rows.join()}) AS tuples (${names})
    WHERE ${own.map(conditionSql).join(' AND ') || 'true'} ORDER BY 1 LIMIT ${limit})`;
  const absent = source.absent && `VALUES ${tupleSql(columns, source.absent, absentPlace)}`;
  const parts = [...(rows.length > 0 ? [fitting] : []), ...(absent ? [absent] : [])];
  return `(${parts.join(' UNION ALL ')}) AS source${index} (${names})`;
}

function tupleSql(columns: readonly ColumnFacts[], { texts }: ValueTuple, place: number): string {
  const values = columns.map((column, index) => {
    const text = texts[index] ?? null;
    const sqlType = column.type.kind === 'domain' ? column.type.baseSql : column.sqlType;
    return `${text === null ? 'NULL' : literalOf(column.type, text)}::${sqlType}`;
  });
  return `(${[place, ...values].join()})`;
}

/** Like a CHECK constraint, a condition is satisfied unless it is false. */
export function conditionSql({ expression }: Condition): string {
  return `(${expression}) IS NOT FALSE`;
}

function generatedColumns(table: TableFacts): readonly ColumnFacts[] {
  return table.columns.filter(({ generation }) => generation !== null);
}

export function generatedSql(table: TableFacts, conditions: readonly Condition[]): string {
  return generatedColumns(table)
    .filter(({ name }) => conditions.some(({ expression }) => mentions(expression, name)))
    .map(({ name, generation, sqlType }) => {
      const value = `(${generation ?? 'NULL'})::${sqlType}`;
      return ` CROSS JOIN LATERAL (SELECT ${value} AS ${quoteIdentifier(name)}) AS ${quoteIdentifier(`of ${name}`)}`;
    })
    .join('');
}

function placeName(index: number): string {
  return `"roundtrip ${index}"`;
}
