import type { Session } from '../database/session.js';
import { attempt } from './attempt.js';
import type { Assignment } from './cell.js';
import type { ColumnGroup } from './column-group.js';
import { absentPlace, searchSql } from './search-sql.js';
import type { TableFacts } from './table-facts.js';
import type { ValueSource, ValueTuple } from './value-source.js';

/** For each row: possible values of a group of columns, best first. */
export type Choices = readonly (readonly Assignment[])[];

export interface RowRange {
  /** Number of rows that other partitions already have. */
  readonly first: number;
  readonly count: number;
}

export interface RowsWanted {
  readonly table: TableFacts;
  readonly groups: readonly ColumnGroup[];
  readonly rows: RowRange;
  /** Number of additional rows with other values. */
  readonly more: number;
}

/** By group of columns: values for the wanted rows, and for the additional ones. */
export interface ChosenValues {
  readonly rows: readonly Choices[];
  readonly more: readonly Choices[];
}

/** Finds values for each group: by a query where there are conditions, otherwise in turns. */
export async function chooseValues(
  session: Session,
  { table, groups, rows, more }: RowsWanted,
): Promise<ChosenValues> {
  const fits = await searchAll(session, table, groups.filter(needsSearch));
  const chosen = groups.map((group) => {
    const found = fits.get(group) ?? [];
    if (found.length > 0) return differentFits(group, found, { ...rows, count: rows.count + more });
    const after = afterOthers(group, rows);
    return [...takeTurns(group, rows), ...takeTurns(group, { first: after, count: more })];
  });
  return {
    rows: chosen.map((choices) => choices.slice(0, rows.count)),
    more: chosen.map((choices) => choices.slice(rows.count)),
  };
}

/**
 * The first values belong to three partitions of three rows each; a foreign key can only refer to the
 * existing rows.
 */
function afterOthers({ sources }: ColumnGroup, { first, count }: RowRange): number {
  return sources.some(({ from }) => from === 'foreign key') ? first + count : 9;
}

function needsSearch({ sources, conditions }: ColumnGroup): boolean {
  return conditions.length > 0 || sources.length > 1;
}

type Fits = readonly (readonly number[])[];

/**
 * Runs one statement for all groups; if it fails, one for each group, and groups that fail have no values.
 */
async function searchAll(
  session: Session,
  table: TableFacts,
  groups: readonly ColumnGroup[],
): Promise<ReadonlyMap<ColumnGroup, Fits>> {
  if (groups.length === 0) return new Map();
  const columns = groups.map((group, index) => `(${searchSql(table, group)}) AS "${index}"`);
  const tried = await attempt<Record<string, Fits>>(session, `SELECT ${columns.join()}`);
  if (tried.kind === 'done') {
    const [row] = tried.result.rows;
    return new Map(groups.map((group, index) => [group, row?.[index] ?? []]));
  }
  if (groups.length === 1) return new Map();
  const found = new Map<ColumnGroup, Fits>();
  for (const group of groups) {
    for (const [key, fits] of await searchAll(session, table, [group])) found.set(key, fits);
  }
  return found;
}

/** Maximum number of alternative combinations of a row. */
const mostChoices = 8;

/** Ranks combinations for each row by the number of values that no earlier row has. */
function differentFits({ sources }: ColumnGroup, fits: Fits, { count }: RowRange): Choices {
  const used = sources.map(() => new Set<number>([absentPlace]));
  const rank = (fit: readonly number[]) => fit.filter((place, index) => !used[index]?.has(place)).length;
  return Array.from({ length: count }, () => {
    const ranked = fits.map((fit) => ({ fit, rank: rank(fit) })).sort((a, b) => b.rank - a.rank);
    const best = ranked.slice(0, mostChoices).map(({ fit }) => fit);
    best[0]?.forEach((place, index) => used[index]?.add(place));
    return best.map((fit) => combine(sources, (source, index) => tupleAt(source, fit[index] ?? 0)));
  });
}

function tupleAt(source: ValueSource, place: number): ValueTuple | undefined {
  return place === absentPlace ? source.absent : source.tuples[place];
}

/**
 * Gives row 0 the values 0, 3, 6 …, and row 1 the values 1, 4, 7 …, so that no two rows have the same; then
 * all others.
 */
function takeTurns({ sources }: ColumnGroup, { first, count }: RowRange): Choices {
  if (count === 0) return [];
  const longest = Math.max(1, ...sources.map(({ tuples }) => tuples.length));
  return Array.from({ length: count }, (_, row) => {
    const own = Array.from({ length: Math.ceil(longest / count) }, (__, turn) => first + row + turn * count);
    const all = Array.from({ length: Math.min(longest, mostChoices) }, (__, turn) => first + row + turn);
    const places = [...new Set([...own, ...all].map((place) => place % longest))];
    return places.map((place) =>
      combine(sources, ({ tuples, absent }) => tuples[place % Math.max(1, tuples.length)] ?? absent),
    );
  });
}

function combine(
  sources: readonly ValueSource[],
  tupleOf: (source: ValueSource, index: number) => ValueTuple | undefined,
): Assignment {
  const cells = sources.flatMap((source, index) => {
    const tuple = tupleOf(source, index);
    return tuple ? source.columns.map((column, place) => [column, tuple.cells[place]] as const) : [];
  });
  return new Map(cells.flatMap(([column, cell]) => (cell ? [[column, cell] as const] : [])));
}
