import type { StoredColumn, StoredRelation } from './stored-data.js';

/** Data that is there before and not after. */
export type Destroyed =
  /** The table and all its rows, or the sequence and its position. */
  | { readonly what: 'relation'; readonly relation: StoredRelation }
  /** Columns that are dropped, or whose values are converted to another type. */
  | { readonly what: 'columns'; readonly relation: StoredRelation; readonly columns: readonly LostColumn[] }
  /** Rows of a table that stays were changed or deleted. */
  | { readonly what: 'rows'; readonly relation: StoredRelation };

export interface LostColumn extends StoredColumn {
  /** The type it gets; `undefined` where it goes. */
  readonly newType: string | undefined;
}

/**
 * What the way from one state to the other destroys. Relations and columns are followed by their
 * numbers, so that a new name is no loss. What belongs to a larger loss is not told again: a
 * partition of a table that goes, columns of rows that are lost.
 */
export function findDestroyed(
  before: readonly StoredRelation[],
  after: readonly StoredRelation[],
): readonly Destroyed[] {
  const now = new Map(after.map((relation) => [relation.oid, relation]));
  const all = before.flatMap((relation) => lossOf(relation, now.get(relation.oid)) ?? []);
  return all.filter((loss) => !isWithin(loss, all));
}

function lossOf(relation: StoredRelation, now: StoredRelation | undefined): Destroyed | undefined {
  if (!now) return { what: 'relation', relation };
  if (relation.kind === 'sequence') return undefined;
  if (hasLostRows(relation, now)) return { what: 'rows', relation };
  const columns = lostColumns(relation, now);
  return columns.length > 0 ? { what: 'columns', relation, columns } : undefined;
}

/** A rewrite begins a new file as well, but leaves it neither empty nor counts what it copies. */
function hasLostRows(before: StoredRelation, now: StoredRelation): boolean {
  if (now.changed !== before.changed) return true;
  if (before.filenode === now.filenode || before.rows === 'none') return false;
  return now.rows === 'none' || now.inserted !== before.inserted;
}

function lostColumns(before: StoredRelation, now: StoredRelation): readonly LostColumn[] {
  return before.columns.flatMap((column): readonly LostColumn[] => {
    if (column.generated) return [];
    const kept = now.columns.find(({ number }) => number === column.number);
    return kept?.type === column.type ? [] : [{ ...column, newType: kept?.type }];
  });
}

/** Reading a partitioned table gives the rows of its partitions. */
function isWithin({ relation, ...loss }: Destroyed, all: readonly Destroyed[]): boolean {
  return all.some(
    (other) =>
      relation.ancestors.includes(other.relation.oid) &&
      (other.what !== 'columns' || loss.what === 'columns'),
  );
}

/** Both losses as one, for a database that has these relations: each of them once, the larger one. */
export function mergeDestroyed(
  losses: readonly Destroyed[],
  more: readonly Destroyed[],
): readonly Destroyed[] {
  const merged = new Map<string, Destroyed>();
  for (const loss of [...losses, ...more]) {
    const known = merged.get(loss.relation.oid);
    merged.set(loss.relation.oid, known ? larger(known, loss) : loss);
  }
  const all = [...merged.values()];
  return all.filter((loss) => !isWithin(loss, all));
}

const size = { columns: 0, rows: 1, relation: 2 } as const;

/** Of two that are as large, the later one knows the table as it is now. */
function larger(one: Destroyed, other: Destroyed): Destroyed {
  if (one.what !== 'columns' || other.what !== 'columns')
    return size[one.what] <= size[other.what] ? other : one;
  const columns = new Map([...one.columns, ...other.columns].map((column) => [column.number, column]));
  return { ...other, columns: [...columns.values()].sort((a, b) => a.number - b.number) };
}

/** What of `found` goes beyond `held`. */
export function beyond(found: readonly Destroyed[], held: readonly Destroyed[]): readonly Destroyed[] {
  return found.filter((loss) => !held.some((other) => covers(other, loss)));
}

/**
 * Both rows and columns of a table are among the rows of it that are held, but for columns that were
 * added to it since.
 */
function covers(held: Destroyed, { relation, ...loss }: Destroyed): boolean {
  if (relation.ancestors.includes(held.relation.oid) && held.what !== 'columns') return true;
  if (held.relation.oid !== relation.oid || !hasColumnsOf(held.relation, relation)) return false;
  if (held.what !== 'columns') return true;
  if (!('columns' in loss)) return false;
  const numbers = new Set(held.columns.map(({ number }) => number));
  return loss.columns.every(({ number }) => numbers.has(number));
}

function hasColumnsOf(held: StoredRelation, { columns }: StoredRelation): boolean {
  return columns.every(({ number, name }) =>
    held.columns.some((column) => column.number === number && column.name === name),
  );
}

/** The same losses in another database, found by their names; what it does not have is left out. */
export function inDatabase(
  losses: readonly Destroyed[],
  relations: readonly StoredRelation[],
): readonly Destroyed[] {
  const byName = new Map(relations.map((relation) => [nameOf(relation), relation]));
  return losses.flatMap((loss): readonly Destroyed[] => {
    const relation = byName.get(nameOf(loss.relation));
    if (!relation) return [];
    if (loss.what !== 'columns') return [{ what: loss.what, relation }];
    const columns = loss.columns.flatMap(({ name, newType }) =>
      relation.columns.flatMap((column) => (column.name === name ? [{ ...column, newType }] : [])),
    );
    return columns.length > 0 ? [{ what: 'columns', relation, columns }] : [];
  });
}

function nameOf({ schema, name }: StoredRelation): string {
  return JSON.stringify([schema, name]);
}
