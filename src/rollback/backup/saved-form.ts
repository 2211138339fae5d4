import type { Destroyed } from '../../catalog/data/destroyed-data.js';
import type { StoredColumn, StoredRelation } from '../../catalog/data/stored-data.js';
import { quoteIdentifier, quoteQualified } from '../../database/quote.js';
import type { SavedKey, SavedTable } from './manifest.js';

/** The parts of a saved table that are known before its rows are written. */
export interface SavedForm extends Pick<
  SavedTable,
  'schema' | 'name' | 'what' | 'columns' | 'key' | 'values' | 'rewritten' | 'load'
> {
  /** `COPY … TO STDOUT` */
  readonly copy: string;
}

/** Returns the statement that loads the file of a table; for a table without columns it has no column list. */
export function loadOf({ schema, name, columns }: LoadedTable): string {
  const list = columns.map((column) => quoteIdentifier(column.name)).join(', ');
  return `COPY ${quoteQualified(schema, name)} ${list === '' ? '' : `(${list}) `}FROM STDIN`;
}

type LoadedTable = Pick<SavedTable, 'schema' | 'name'> & {
  readonly columns: readonly { readonly name: string }[];
};

/** Returns `undefined` for sequences. */
export function savedFormOf(loss: Destroyed): SavedForm | undefined {
  const { relation } = loss;
  const stored = relation.columns.filter(({ generated }) => !generated);
  if (relation.kind === 'sequence') return undefined;
  if (loss.what !== 'columns') {
    const what = loss.what === 'relation' ? 'table' : 'rows';
    return formOf(relation, { what, key: keyOf(relation, stored), stored, lost: stored, kept: [] });
  }
  const lost = stored.filter(({ number }) => loss.columns.some((column) => column.number === number));
  const [gone, kept] = [
    loss.columns.filter(({ newType }) => newType === undefined),
    loss.columns.filter(({ newType }) => newType !== undefined),
  ];
  const key = keyBeside({ relation, stored, lost, gone });
  const used = stored.filter((column) => lost.includes(column) || key.columns.includes(column.name));
  return formOf(relation, { what: 'columns', key, stored: used, lost, kept });
}

/** Returns the first key whose columns all remain, or else all columns. */
function keyOf({ keys }: StoredRelation, columns: readonly StoredColumn[]): SavedKey {
  const names = columns.map(({ name }) => name);
  const key = keys.find((one) => one.columns.every((name) => names.includes(name)));
  return key ?? { kind: 'whole row', columns: names };
}

interface SavedFormContext {
  readonly relation: StoredRelation;
  readonly stored: readonly StoredColumn[];
  readonly lost: readonly StoredColumn[];
  readonly gone: readonly Pick<StoredColumn, 'number'>[];
}

/**
 * Prefers a key whose values are not destroyed. A key with columns that are only converted to another type or
 * rewritten still identifies rows: a row that is not found by it is reported, which is safer than guessing by
 * the other columns.
 */
function keyBeside({ relation, stored, lost, gone }: SavedFormContext): SavedKey {
  const untouched = stored.filter((column) => !lost.includes(column));
  const best = keyOf(relation, untouched);
  if (best.kind !== 'whole row') return best;
  const there = stored.filter(({ number }) => !gone.some((column) => column.number === number));
  const second = keyOf(relation, there);
  return second.kind === 'whole row' ? best : second;
}

interface Parts extends Pick<SavedForm, 'what' | 'key'> {
  readonly stored: readonly StoredColumn[];
  readonly lost: readonly StoredColumn[];
  /** Columns among `lost` that remain, with other values. */
  readonly kept: readonly Pick<StoredColumn, 'name'>[];
}

function formOf({ schema, name, kind }: StoredRelation, { what, key, stored, lost, kept }: Parts): SavedForm {
  const list = stored.map((column) => quoteIdentifier(column.name)).join(', ');
  const table = quoteQualified(schema, name);
  // Tables that inherit from it are saved separately; the rows of a partitioned table are in its partitions.
  const from = kind === 'partitioned table' ? table : `ONLY ${table}`;
  return {
    schema,
    name,
    what,
    key,
    columns: stored.map((column) => ({ name: column.name, type: column.type })),
    values: lost.map((column) => column.name),
    rewritten: kept.map((column) => column.name),
    load: loadOf({ schema, name, columns: stored }),
    copy: `COPY (SELECT ${list} FROM ${from}) TO STDOUT`,
  };
}
