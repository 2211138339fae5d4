import { mayRewriteValues } from './rewritten-values.js';
import type { StoredColumn, StoredRelation } from './stored-data.js';

/** Data that exists before and not after. */
export type Destroyed =
  /** A table with all its rows, or a sequence with its position. */
  | { readonly what: 'relation'; readonly relation: StoredRelation }
  /** Columns that are dropped, or whose values are converted to another type or rewritten in the same type. */
  | { readonly what: 'columns'; readonly relation: StoredRelation; readonly columns: readonly LostColumn[] }
  /** Changed or deleted rows of a table that still exists. */
  | { readonly what: 'rows'; readonly relation: StoredRelation };

export interface LostColumn extends StoredColumn {
  /**
   * The type afterwards, which is the same where values are rewritten; `undefined` where the column is
   * dropped.
   */
  readonly newType: string | undefined;
}

/**
 * Finds what the statements destroyed between two states. Relations and columns are identified by number, so
 * that a rename is no loss. Parts of a larger loss are not listed separately: a partition of a dropped table,
 * columns of lost rows.
 */
export function findDestroyed(
  before: readonly StoredRelation[],
  after: readonly StoredRelation[],
  statements: readonly string[],
): readonly Destroyed[] {
  const now = new Map(after.map((relation) => [relation.oid, relation]));
  const rewritten = rewrittenTables(before, now);
  const all = before.flatMap((relation) => {
    const next = now.get(relation.oid);
    if (!next) return [{ what: 'relation', relation } as const];
    const suspects = rewritten.has(relation.oid) ? statements : [];
    return lossOf({ relation, next, statements: suspects }) ?? [];
  });
  return all.filter((loss) => !isWithin(loss, all));
}

/**
 * Tables that exist before and after, and whose rows are in a new file: rewritten, or deleted by TRUNCATE.
 */
export function findRewritten(
  before: readonly StoredRelation[],
  after: readonly StoredRelation[],
): readonly StoredRelation[] {
  const rewritten = rewrittenTables(before, new Map(after.map((relation) => [relation.oid, relation])));
  return before.filter(({ oid }) => rewritten.has(oid));
}

/** Two states of a relation, and the statements that may have rewritten its rows. */
interface States {
  readonly relation: StoredRelation;
  readonly next: StoredRelation;
  readonly statements: readonly string[];
}

function lossOf({ relation, next, statements }: States): Destroyed | undefined {
  if (relation.kind === 'sequence') return undefined;
  if (hasLostRows(relation, next)) return { what: 'rows', relation };
  const columns = lostColumns({ relation, next, statements });
  return columns.length > 0 ? { what: 'columns', relation, columns } : undefined;
}

/** A rewrite also creates a new file, but the file is not empty and the copied rows are not counted. */
function hasLostRows(before: StoredRelation, now: StoredRelation): boolean {
  if (now.changed !== before.changed) return true;
  if (!hasNewFile(before, now)) return false;
  return now.rows === 'none' || now.inserted !== before.inserted;
}

function hasNewFile(before: StoredRelation, now: StoredRelation): boolean {
  return before.filenode !== now.filenode && before.rows !== 'none';
}

/**
 * OIDs of tables with a new file; a partitioned table has no file and is included where all its partitions
 * are.
 */
function rewrittenTables(
  before: readonly StoredRelation[],
  now: ReadonlyMap<string, StoredRelation>,
): ReadonlySet<string> {
  const tables = before.filter(({ kind }) => kind === 'table');
  const isRewritten = (table: StoredRelation) => {
    const next = now.get(table.oid);
    return next !== undefined && hasNewFile(table, next);
  };
  const rewritten = new Set(tables.filter(isRewritten).map(({ oid }) => oid));
  const untouched = new Set(
    tables
      .filter(({ oid, rows }) => rows === 'some' && !rewritten.has(oid))
      .flatMap(({ ancestors }) => ancestors),
  );
  const parents = tables.filter(({ oid }) => rewritten.has(oid)).flatMap(({ ancestors }) => ancestors);
  return new Set([...rewritten, ...parents.filter((oid) => !untouched.has(oid))]);
}

/**
 * A column keeps its values where it keeps its number, its type and every attribute in it, and no statement
 * computed new values.
 */
function lostColumns({ relation, next, statements }: States): readonly LostColumn[] {
  return relation.columns.flatMap((column): readonly LostColumn[] => {
    if (column.generated) return [];
    const kept = next.columns.find(({ number }) => number === column.number);
    const isKept =
      kept?.typeId === column.typeId &&
      column.parts.every((part) => kept.parts.includes(part)) &&
      !mayRewriteValues(statements, column.name);
    return isKept ? [] : [{ ...column, newType: kept?.type }];
  });
}

/**
 * Whether a larger loss includes this one: reading a partitioned table returns the rows of its partitions.
 */
function isWithin({ relation, ...loss }: Destroyed, all: readonly Destroyed[]): boolean {
  return all.some(
    (other) =>
      relation.ancestors.includes(other.relation.oid) &&
      (other.what !== 'columns' || loss.what === 'columns'),
  );
}

/** Merges losses of one database: each relation once, with the larger loss. */
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

/** Of two equal losses, the later one describes the current table. */
function larger(one: Destroyed, other: Destroyed): Destroyed {
  if (one.what !== 'columns' || other.what !== 'columns')
    return size[one.what] <= size[other.what] ? other : one;
  const columns = new Map([...one.columns, ...other.columns].map((column) => [column.number, column]));
  return { ...other, columns: [...columns.values()].sort((a, b) => a.number - b.number) };
}

/** Losses in `found` that `held` does not cover. */
export function beyond(found: readonly Destroyed[], held: readonly Destroyed[]): readonly Destroyed[] {
  return found.filter((loss) => !held.some((other) => covers(other, loss)));
}

/** Whether the rows in `held` include these rows or columns, except for columns that were added later. */
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

/**
 * Returns the same losses in another database, where relations are found by name; missing ones are left out.
 */
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
