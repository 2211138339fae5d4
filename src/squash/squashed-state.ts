import { diff, type Difference } from '../catalog/model/diff.js';
import type { Snapshot } from '../catalog/model/object.js';
import { migrationsTableOf } from '../migrations/prepare-database.js';
import { readAllRows } from '../rows/all-rows.js';
import { compareRows } from '../rows/compare-rows.js';
import type { TableRows } from '../rows/row-signature.js';
import type { ScratchRun } from '../scratch-run/scratch-run.js';
import { readMaterializedViews, readSequencePositions, type Contents } from './positions.js';

/** Everything that two databases are compared by. */
export interface SquashedState {
  readonly catalog: Snapshot;
  /** Rows of the tables that hold any. */
  readonly rows: ReadonlyMap<string, TableRows>;
  readonly sequences: Contents;
  readonly views: Contents;
}

export async function readState(run: ScratchRun): Promise<SquashedState> {
  const session = run.catalogSession;
  return {
    catalog: new Map(run.objects),
    rows: await readAllRows(session, run.config),
    sequences: await readSequencePositions(session, migrationsTableOf(run.config)),
    views: await readMaterializedViews(session),
  };
}

/** A table, sequence or materialized view whose contents differ. */
export interface ContentsDifference {
  readonly kind: 'table' | 'sequence' | 'materialized view';
  readonly name: string;
  /** Of a table: the columns whose values differ; empty where the rows differ as a whole. */
  readonly columns: readonly string[];
}

export interface StateComparison {
  readonly catalog: readonly Difference[];
  readonly contents: readonly ContentsDifference[];
}

/** Compares two states; tables that only one of them has are differences of the catalog. */
export function compareStates(before: SquashedState, after: SquashedState): StateComparison {
  const hasTable = (name: string) =>
    before.catalog.has(`table ${name}`) || !after.catalog.has(`table ${name}`);
  const names = [...new Set([...before.rows.keys(), ...after.rows.keys()])].filter(hasTable).sort();
  const pick = ({ rows }: SquashedState) =>
    new Map(names.map((name) => [name, rows.get(name) ?? noRows(name)]));
  return {
    catalog: diff(before.catalog, after.catalog),
    contents: [
      ...compareRows(pick(before), pick(after)).map(
        ({ table, columns }) => ({ kind: 'table', name: table, columns }) as const,
      ),
      ...differing(before.sequences, after.sequences).map(
        (name) => ({ kind: 'sequence', name, columns: [] }) as const,
      ),
      ...differing(before.views, after.views).map(
        (name) => ({ kind: 'materialized view', name, columns: [] }) as const,
      ),
    ],
  };
}

function differing(before: Contents, after: Contents): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => before.get(name) !== after.get(name))
    .sort();
}

function noRows(table: string): TableRows {
  return { table, count: 0, storage: '', content: '0', columns: {}, rows: [] };
}

/** Leaves out what also differs between two runs of the same migrations, such as the time of a row. */
export function withoutVarying(
  contents: readonly ContentsDifference[],
  varying: readonly ContentsDifference[],
): readonly ContentsDifference[] {
  return contents.filter((one) => {
    const other = varying.find(({ kind, name }) => kind === one.kind && name === one.name);
    if (!other) return true;
    return other.columns.length > 0 && !isSubset(one.columns, other.columns);
  });
}

function isSubset(columns: readonly string[], others: readonly string[]): boolean {
  return columns.length > 0 && columns.every((column) => others.includes(column));
}
