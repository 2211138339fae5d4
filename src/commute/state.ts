import { describeChange } from '../catalog/model/describe.js';
import { diff, subject, withoutConsequences, type Difference } from '../catalog/model/diff.js';
import { keyOf, type Snapshot } from '../catalog/model/object.js';
import { isOfTheClockEachRun } from '../catalog/read/frozen-clock.js';
import { readAllRows } from '../rows/all-rows.js';
import { compareRows, type RowsLost } from '../rows/compare-rows.js';
import type { TableRows } from '../rows/row-signature.js';
import type { ScratchRun } from '../scratch-run/scratch-run.js';
import type { CommuteObject } from './commute-report.js';

/** What two databases are compared by. */
export interface State {
  readonly catalog: Snapshot;
  /** Rows of the tables that have any; empty where rows are not compared. */
  readonly rows: ReadonlyMap<string, TableRows>;
}

export async function readState(run: ScratchRun, rows: 'compared' | 'ignored'): Promise<State> {
  return {
    catalog: new Map(run.objects),
    rows: rows === 'compared' ? await readAllRows(run.catalogSession, run.config) : new Map(),
  };
}

/** A difference between two states, and the key by which it is recognised in other comparisons. */
export interface KeyedObject {
  readonly key: string;
  readonly object: CommuteObject;
  /** Of rows: the columns whose values differ; empty where rows were added or lost. */
  readonly columns: readonly string[];
}

/** Compares two states; tables that only one of them has are differences of the catalog. */
export function compareStates(expected: State, actual: State): readonly KeyedObject[] {
  const snapshots = { before: expected.catalog, after: actual.catalog };
  const differences = diff(snapshots.before, snapshots.after).filter((one) => !isOfTheClockEachRun(one));
  return [
    ...withoutConsequences(differences).map((difference) => ({
      key: keyOf(subject(difference)),
      object: objectOf(difference, snapshots),
      columns: [],
    })),
    ...compareContents(expected, actual).map((lost) => ({
      key: `rows ${lost.table}`,
      object: rowsOf(lost),
      columns: lost.columns,
    })),
  ];
}

/** Keys of the objects that change between two states. */
export function changedKeys(before: State, after: State): ReadonlySet<string> {
  return new Set(compareStates(before, after).map(({ key }) => key));
}

function objectOf(
  difference: Difference,
  snapshots: { readonly before: Snapshot; readonly after: Snapshot },
): CommuteObject {
  const { kind, name } = subject(difference);
  const { before: expected, after: actual } = describeChange(difference, snapshots);
  return { kind, name, change: difference.change, expected, actual };
}

function compareContents(expected: State, actual: State): readonly RowsLost[] {
  const names = new Set([...expected.rows.keys(), ...actual.rows.keys()]);
  const common = [...names].filter((name) =>
    [expected, actual].every(({ catalog }) => catalog.has(`table ${name}`)),
  );
  const pick = ({ rows }: State) => new Map(common.map((name) => [name, rows.get(name) ?? noRows(name)]));
  return compareRows(pick(expected), pick(actual));
}

function noRows(table: string): TableRows {
  return { table, count: 0, storage: '', content: '0', columns: {}, rows: [] };
}

function rowsOf({ table, columns, before, after }: RowsLost): CommuteObject {
  const others =
    columns.length > 0 ? `other values of ${columns.join(', ')}` : 'other combinations of values';
  const expected = countText(before);
  const actual = before === after ? `${expected}, with ${others}` : countText(after);
  return { kind: 'rows', name: table, change: 'rows', expected, actual };
}

function countText(rows: number): string {
  return rows === 1 ? '1 row' : `${rows} rows`;
}
