import type { StoredColumn, StoredRelation } from '../../catalog/stored-data.js';
import type { SavedTable } from '../manifest.js';
import type { Misfit } from './restore-report.js';

/** A column of the backup in its place among its line's, from 1, and the one that it goes into. */
export interface Mapped {
  readonly place: number;
  readonly column: StoredColumn;
}

/** Where the rows of one table of the backup go. */
export interface Target {
  readonly relation: StoredRelation;
  readonly key: readonly Mapped[];
  /** `doubles` where rows can be the same in all of the key. */
  readonly uniqueness: 'unique' | 'doubles';
  /** What is set in rows that are there. */
  readonly values: readonly Mapped[];
  /** What a row that is not there is made of; `undefined` where rows are not to be made. */
  readonly whole: readonly Mapped[] | undefined;
}

export interface FoundTarget {
  /** `undefined` where nothing of the table can be put back. */
  readonly target: Target | undefined;
  readonly misfits: readonly Misfit[];
}

/** Finds table, key and columns in the database as it is now. */
export function findTarget(saved: SavedTable, relations: readonly StoredRelation[]): FoundTarget {
  const relation = relations.find(({ schema, name }) => schema === saved.schema && name === saved.name);
  if (!relation || relation.kind === 'sequence') {
    return { target: undefined, misfits: [misfit(saved, 'table-missing', 'the table is not there')] };
  }
  const mapped = saved.columns.flatMap(({ name }, index): readonly Mapped[] => {
    const column = relation.columns.find((one) => one.name === name);
    return column && !column.generated ? [{ place: index + 1, column }] : [];
  });
  const misfits = missingColumns(saved, relation);
  return saved.what === 'columns'
    ? columnTarget(saved, { relation, mapped, misfits })
    : { target: rowTarget({ relation, mapped }), misfits };
}

interface Found {
  readonly relation: StoredRelation;
  readonly mapped: readonly Mapped[];
}

function columnTarget(
  saved: SavedTable,
  { relation, mapped, misfits }: Found & { readonly misfits: readonly Misfit[] },
): FoundTarget {
  const key = mapped.filter(({ column }) => saved.key.columns.includes(column.name));
  const values = mapped.filter(
    ({ column }) => saved.values.includes(column.name) && !saved.key.columns.includes(column.name),
  );
  if (values.length === 0) return { target: undefined, misfits };
  const missing = saved.key.columns.filter((name) => !key.some(({ column }) => column.name === name));
  if (missing.length > 0) {
    const text = `its rows cannot be found without ${missing.join(', ')}`;
    return { target: undefined, misfits: [misfit(saved, 'key-missing', text)] };
  }
  const uniqueness = saved.key.kind === 'whole row' ? 'doubles' : 'unique';
  return { target: { relation, key, uniqueness, values, whole: undefined }, misfits };
}

/** The key that the table has now: the one of the backup may have had other columns. */
function rowTarget({ relation, mapped }: Found): Target {
  const unique = relation.keys.find(({ columns }) =>
    columns.every((name) => mapped.some(({ column }) => column.name === name)),
  );
  const key = unique ? mapped.filter(({ column }) => unique.columns.includes(column.name)) : mapped;
  const values = mapped.filter((one) => !key.includes(one));
  return { relation, key, uniqueness: unique ? 'unique' : 'doubles', values, whole: mapped };
}

/** A column that is computed now needs no values. */
function missingColumns(saved: SavedTable, relation: StoredRelation): readonly Misfit[] {
  const wanted = saved.what === 'columns' ? saved.values : saved.columns.map(({ name }) => name);
  return wanted
    .filter((name) => !relation.columns.some((column) => column.name === name))
    .map((name) => misfit(saved, 'column-missing', `column ${name} is not there`));
}

function misfit({ rows }: SavedTable, reason: Misfit['reason'], message: string): Misfit {
  return { reason, row: null, rows, message, sqlState: null };
}
