import type { Session } from '../database/session.js';
import { attempt } from './attempt.js';
import { defaultCell, literalOf, nullCell, valueCell, type Assignment, type Cell } from './cell.js';
import type { Choices } from './choose-values.js';
import type { ColumnGroup } from './column-group.js';
import type { EdgeRules } from './edge-rules.js';
import { nullEdge, type EdgeValue } from './edge-value.js';
import { edgeValues } from './edge-values.js';
import { firstVariant, planRow } from './row-variant.js';
import { sampleValue } from './sample-value.js';
import { conditionSql, generatedSql } from './search-sql.js';
import { quoteIdentifier } from '../database/quote.js';
import type { ColumnFacts, TableFacts } from './table-facts.js';
import { isSequenced, sourceOf, type ValueSource } from './value-source.js';

/** An edge value of a column, or a foreign key without a reference. */
export interface Edge {
  /** Name in reports: `email: empty text`. */
  readonly name: string;
  readonly class: EdgeValue['class'];
  readonly cells: Assignment;
}

/** A row with edge values, and the plain row that they replace values of. */
export interface EdgeRow {
  readonly base: Assignment;
  readonly edges: readonly Edge[];
}

export interface EdgePlan {
  readonly rows: readonly EdgeRow[];
  /** Edge values that a condition of the table forbids. */
  readonly forbidden: readonly string[];
}

export interface EdgeOptions {
  readonly table: TableFacts;
  readonly groups: readonly ColumnGroup[];
  readonly rules: EdgeRules;
  /** Choices for the plain rows, and for the additional rows. */
  readonly chosen: { readonly rows: readonly Choices[]; readonly more: readonly Choices[] };
}

/** Minimum number of rows, so that identity numbers can have gaps between them. */
const fewestRows = 3;

/** Returns the number of rows that contain each edge value once, and one more without any. */
export function countEdgeRows(table: TableFacts, groups: readonly ColumnGroup[], rules: EdgeRules): number {
  const counts = groups.flatMap(({ sources }) =>
    sources.map((source) => edgesOf(table, source, rules).length),
  );
  return Math.max(fewestRows, ...counts) + 1;
}

/**
 * Plans rows in which each edge value of each column occurs once. The values are distributed differently for
 * each column, so that few rows contain all combinations that matter and none is NULL everywhere. The last
 * row has no edge values and repeats those of an earlier row, except in its keys.
 */
export async function planEdgeRows(session: Session, options: EdgeOptions): Promise<EdgePlan> {
  const { table, groups, rules, chosen } = options;
  const count = chosen.more[0]?.length ?? fewestRows + 1;
  const plan = { table, choices: chosen.rows };
  const typical = planRow(plan, 0, firstVariant(plan));
  const all = groups.map((group) => group.sources.map((source) => edgesOf(table, source, rules)));
  const bound = all.filter((_, index) => (groups[index]?.conditions.length ?? 0) > 0).flat(2);
  const fitting = await findFitting(session, { table, groups, typical, edges: bound });
  const lists = all.flat().map((edges) => edges.filter((edge) => !bound.includes(edge) || fitting.has(edge)));
  const rows = Array.from({ length: count }, (_, row) => ({
    base: baseRow(options, row),
    edges: row === count - 1 ? [] : lists.flatMap((edges, index) => edges[(row + index) % (count - 1)] ?? []),
  }));
  const forbidden = bound.filter((edge) => !fitting.has(edge)).map(({ name }) => name);
  return { rows, forbidden };
}

/** A column outside of all keys repeats the value of an earlier row, so that values occur more than once. */
function baseRow({ table, chosen, rules }: EdgeOptions, row: number): Assignment {
  const keys = new Set([...table.keys.values()].flat());
  const fresh = planRow({ table, choices: chosen.more }, row, firstVariant({ table, choices: chosen.more }));
  const count = Math.max(1, ...chosen.rows.map(({ length }) => length));
  const known = planRow(
    { table, choices: chosen.rows },
    row % count,
    firstVariant({ table, choices: chosen.rows }),
  );
  const again = chosen.rows.flatMap((choices) => {
    const names = [...(choices[0]?.[0]?.keys() ?? [])];
    return rules.duplicates === 'some' && !names.some((name) => keys.has(name)) ? names : [];
  });
  const cells = [...fresh].map(([name, cell]): [string, Cell] => {
    const column = table.columns.find((candidate) => candidate.name === name);
    if (column && cell === defaultCell && isSequenced(column)) return [name, numberApart(table, column, row)];
    return [name, again.includes(name) ? (known.get(name) ?? cell) : cell];
  });
  return new Map(cells);
}

/** Descending numbers with gaps between them. */
function numberApart(table: TableFacts, column: ColumnFacts, row: number): Cell {
  const text = sampleValue(column.type, { ...sourceOf(table, column), row: 90 - 2 * row });
  return text === undefined ? defaultCell : valueCell(text);
}

function edgesOf(table: TableFacts, source: ValueSource, rules: EdgeRules): readonly Edge[] {
  const all = source.from === 'column' ? columnEdges(table, source) : absenceEdges(source);
  return all.filter(
    (edge) =>
      rules.classes.has(edge.class) &&
      !(edge.class === 'absent' && source.columns.some((name) => rules.filled.has(unquoted(table, name)))),
  );
}

function unquoted(table: TableFacts, column: string): string {
  return `${table.name.replaceAll('"', '')}.${column}`;
}

function columnEdges(table: TableFacts, { columns: [name = ''], absent }: ValueSource): readonly Edge[] {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (!column || isSequenced(column)) return [];
  const values = edgeValues(column.type, { ...sourceOf(table, column), row: 0 });
  return [...(absent ? [nullEdge] : []), ...values].map((edge) => ({
    name: `${name}: ${edge.label}`,
    class: edge.class,
    cells: new Map([[name, edge.text === null ? nullCell : valueCell(edge.text)]]),
  }));
}

function absenceEdges({ columns, absent }: ValueSource): readonly Edge[] {
  if (!absent) return [];
  const cells = columns.flatMap((name, index) => {
    const cell = absent.cells[index];
    return cell ? [[name, cell] as const] : [];
  });
  return [{ name: `${columns.join(', ')}: NULL`, class: 'absent', cells: new Map(cells) }];
}

interface Search {
  readonly table: TableFacts;
  readonly groups: readonly ColumnGroup[];
  /** Values of the other columns. */
  readonly typical: Assignment;
  readonly edges: readonly Edge[];
}

/** Determines with PostgreSQL which edge values the conditions allow; returns all of them where it cannot. */
async function findFitting(session: Session, search: Search): Promise<ReadonlySet<Edge>> {
  const { table, groups, typical, edges } = search;
  if (edges.length === 0) return new Set();
  const conditions = groups.flatMap((group) => group.conditions);
  const columns = table.columns.filter(({ name, generation }) => generation === null && typical.has(name));
  const rows = edges.map(({ cells }, place) => {
    const values = columns.map((column) =>
      cellSql(column, cells.get(column.name) ?? typical.get(column.name)),
    );
    return `(${[place, ...values].join()})`;
  });
  const names = ['"roundtrip place"', ...columns.map(({ name }) => quoteIdentifier(name))].join();
  const tried = await attempt<{ places: readonly number[] }>(
    session,
    `SELECT COALESCE(pg_catalog.json_agg("roundtrip place"), '[]') AS places
     FROM (VALUES ${rows.join()}) AS edges (${names})${generatedSql(table, conditions)}
     WHERE ${conditions.map(conditionSql).join(' AND ')}`,
  );
  if (tried.kind === 'refused') return new Set(edges);
  const places = new Set(tried.result.rows[0]?.places);
  return new Set(edges.filter((_, place) => places.has(place)));
}

function cellSql({ type, sqlType }: ColumnFacts, cell: Cell | undefined): string {
  const text = cell?.kind === 'value' ? literalOf(type, cell.text) : 'NULL';
  return `${text}::${type.kind === 'domain' ? type.baseSql : sqlType}`;
}
