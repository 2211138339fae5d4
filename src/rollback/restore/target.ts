import type { StoredColumn, StoredRelation } from '../../catalog/data/stored-data.js';
import type { SavedTable } from '../backup/manifest.js';
import type { RejectedRows } from './restore-report.js';

/** A column of the backup, by its number in the line from 1, and the column that it is restored to. */
export interface Mapped {
  readonly place: number;
  readonly column: StoredColumn;
  /** Its type when it was saved, with its modifier. */
  readonly savedType: string;
}

/** The destination of the rows of one table of the backup. */
export interface Target {
  readonly relation: StoredRelation;
  readonly key: readonly Mapped[];
  /** `doubles` where several rows can have the same key. */
  readonly uniqueness: 'unique' | 'doubles';
  /** Columns that are set in existing rows. */
  readonly values: readonly Mapped[];
  /** Names of those of `values` whose columns were dropped and re-created. */
  readonly came: ReadonlySet<string>;
  /** Columns of inserted rows; `undefined` where no rows are inserted. */
  readonly whole: readonly Mapped[] | undefined;
}

export type FoundTarget =
  | { readonly kind: 'target'; readonly target: Target; readonly misfits: readonly RejectedRows[] }
  /** No rows of the table can be restored. */
  | { readonly kind: 'none'; readonly misfits: readonly RejectedRows[] }
  /** All saved columns are generated now. */
  | { readonly kind: 'computed' };

/** Finds table, key and columns in the present database. */
export function findTarget(saved: SavedTable, relations: readonly StoredRelation[]): FoundTarget {
  const relation = relationOf(saved, relations);
  if (!relation) return none(saved, 'table-missing', 'the table does not exist');
  const mapped = saved.columns.flatMap(({ name, type }, index): readonly Mapped[] => {
    const column = relation.columns.find((one) => one.name === name);
    return column && !column.generated ? [{ place: index + 1, column, savedType: type }] : [];
  });
  const misfits = missingColumns(saved, relation);
  const found = { relation, mapped, misfits };
  return saved.what === 'columns' ? columnTarget(saved, found) : rowTarget(saved, found);
}

export function relationOf(
  { schema, name }: Pick<SavedTable, 'schema' | 'name'>,
  relations: readonly StoredRelation[],
): StoredRelation | undefined {
  return relations.find((one) => one.kind !== 'sequence' && one.schema === schema && one.name === name);
}

interface TargetRow {
  readonly relation: StoredRelation;
  readonly mapped: readonly Mapped[];
  readonly misfits: readonly RejectedRows[];
}

function columnTarget(saved: SavedTable, { relation, mapped, misfits }: TargetRow): FoundTarget {
  const isWanted = ({ column: { name } }: Mapped) => saved.values.includes(name);
  const key = mapped.filter(({ column }) => saved.key.columns.includes(column.name));
  if (!mapped.some(isWanted)) return misfits.length > 0 ? { kind: 'none', misfits } : { kind: 'computed' };
  const missing = saved.key.columns.filter((name) => !key.some(({ column }) => column.name === name));
  if (missing.length > 0) {
    return none(saved, 'key-missing', `its rows cannot be found without ${missing.join(', ')}`);
  }
  const values = mapped.filter((one) => isWanted(one) && !key.includes(one));
  const came = new Set(saved.values.filter((name) => !saved.rewritten.includes(name)));
  const target = { relation, key, uniqueness: uniquenessOf(relation, key), values, came, whole: undefined };
  return { kind: 'target', target, misfits };
}

/** Uses the key that the table has now: the key of the backup may have had other columns. */
function rowTarget(saved: SavedTable, { relation, mapped, misfits }: TargetRow): FoundTarget {
  if (mapped.length === 0 && saved.columns.length > 0) {
    return misfits.length > 0 ? { kind: 'none', misfits } : { kind: 'computed' };
  }
  const unique = relation.keys.find(({ columns }) =>
    columns.every((name) => mapped.some(({ column }) => column.name === name)),
  );
  const key = unique ? mapped.filter(({ column }) => unique.columns.includes(column.name)) : mapped;
  const values = mapped.filter((one) => !key.includes(one));
  const uniqueness = uniquenessOf(relation, key);
  const target = { relation, key, uniqueness, values, came: new Set<string>(), whole: mapped };
  return { kind: 'target', target, misfits };
}

function uniquenessOf({ keys }: StoredRelation, key: readonly Mapped[]): Target['uniqueness'] {
  const names = key.map(({ column }) => column.name);
  return keys.some(({ columns }) => columns.every((name) => names.includes(name))) ? 'unique' : 'doubles';
}

/** Returns the columns that do not exist; a column that is generated now needs no values and is not missing. */
function missingColumns(saved: SavedTable, relation: StoredRelation): readonly RejectedRows[] {
  const wanted = saved.what === 'columns' ? saved.values : saved.columns.map(({ name }) => name);
  return wanted
    .filter((name) => !relation.columns.some((column) => column.name === name))
    .map((name) => allRowsRejected(saved, 'column-missing', `column ${name} does not exist`));
}

function none(saved: SavedTable, reason: RejectedRows['reason'], message: string): FoundTarget {
  return { kind: 'none', misfits: [allRowsRejected(saved, reason, message)] };
}

export function allRowsRejected(
  { rows }: SavedTable,
  reason: RejectedRows['reason'],
  message: string,
): RejectedRows {
  return { reason, row: null, rows, message, sqlState: null };
}
