import type { StoredColumn, StoredRelation } from '../../catalog/data/stored-data.js';
import type { SavedTable } from '../backup/manifest.js';
import type { RejectedRows } from './restore-report.js';

/** A column of the backup in its place among its line's, from 1, and the one that it goes into. */
export interface Mapped {
  readonly place: number;
  readonly column: StoredColumn;
  /** Its type when it was saved, with its modifier. */
  readonly savedType: string;
}

/** Where the rows of one table of the backup go. */
export interface Target {
  readonly relation: StoredRelation;
  readonly key: readonly Mapped[];
  /** `doubles` where rows can be the same in all of the key. */
  readonly uniqueness: 'unique' | 'doubles';
  /** What is set in rows that are there. */
  readonly values: readonly Mapped[];
  /** Names of those of `values` whose columns were dropped and came back. */
  readonly came: ReadonlySet<string>;
  /** What a row that is not there is made of; `undefined` where rows are not to be made. */
  readonly whole: readonly Mapped[] | undefined;
}

export type FoundTarget =
  | { readonly kind: 'target'; readonly target: Target; readonly misfits: readonly RejectedRows[] }
  /** Nothing of the table can be put back. */
  | { readonly kind: 'none'; readonly misfits: readonly RejectedRows[] }
  /** All that was saved is computed now. */
  | { readonly kind: 'computed' };

/** Finds table, key and columns in the database as it is now. */
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

/** The key that the table has now: the one of the backup may have had other columns. */
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

/** A column that is computed now needs no values. */
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
