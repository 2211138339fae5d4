import { keyOf, type Snapshot } from '../catalog/model/object.js';
import type { Session } from '../database/session.js';
import { NeedsCommits, StepFailed } from '../rows/attempt-step.js';
import type { RowsLost } from '../rows/compare-rows.js';

/** Tables with enabled user-defined triggers; those of foreign keys are internal and stay enabled. */
const TABLES = `
  SELECT DISTINCT pg_catalog.format('%I.%I', n.nspname, c.relname) AS "table"
  FROM pg_catalog.pg_trigger AS t JOIN pg_catalog.pg_class AS c ON c.oid = t.tgrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't'`;

/** Disables the existing triggers, in the open transaction; triggers that are created later fire. */
export async function disableTriggers(session: Session): Promise<void> {
  const { rows } = await session.query<{ table: string }>(TABLES);
  for (const { table } of rows) await session.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
}

export function hasTriggers(objects: Snapshot): boolean {
  return [...objects.values()].some(({ kind }) => kind === 'trigger');
}

/** Returns `undefined` where a step fails without triggers or needs commits: nothing can be concluded then. */
export async function withoutFailure<T>(trial: () => Promise<T>): Promise<T | undefined> {
  try {
    return await trial();
  } catch (error) {
    if (error instanceof StepFailed || error instanceof NeedsCommits) return undefined;
    throw error;
  }
}

/** Rows that differ after up and down, by the cause of the difference. */
export interface Attributed {
  /** Rows that differ without triggers as well: the migration itself loses them. */
  readonly lost: readonly RowsLost[];
  /** Descriptions of the changes that only triggers made. */
  readonly notes: readonly string[];
}

/**
 * Compares the differences with triggers and without. A migration need not restore values that a trigger sets
 * on each UPDATE, such as `updated_at`; but whole rows that are missing are lost, whatever deleted them.
 */
export function attribute(
  lost: readonly RowsLost[],
  without: readonly RowsLost[],
  objects: Snapshot,
): Attributed {
  const rest: RowsLost[] = [];
  const notes: string[] = [];
  for (const one of lost) {
    const same = without.find(({ table }) => table === one.table);
    const own = same ? same.columns : [];
    const columns = one.columns.filter((name) => !own.includes(name));
    if (columns.length > 0 && (!same || own.length > 0)) notes.push(columnsText(one, columns, objects));
    else if (!same && isOnlyMore(one)) notes.push(moreText(one, objects));
    else {
      rest.push(one);
      continue;
    }
    if (same) rest.push(same);
  }
  return { lost: rest, notes };
}

/** Returns whether all rows are unchanged, and others were added. */
function isOnlyMore({ before, after, rows }: RowsLost): boolean {
  return after > before && (before === 0 || rows === after - before);
}

function columnsText({ table, rows }: RowsLost, columns: readonly string[], objects: Snapshot): string {
  const which = `${columns.length === 1 ? 'column' : 'columns'} ${columns.join(', ')}`;
  const where = rows === undefined ? '' : ` in ${rows} ${rows === 1 ? 'row' : 'rows'}`;
  return (
    `${which} of ${table} ${columns.length === 1 ? 'differs' : 'differ'}${where} after the down, ` +
    `written by a trigger${namesOf(table, objects)} when the migration updates rows; with triggers disabled, nothing differs there`
  );
}

function moreText({ table, before, after }: RowsLost, objects: Snapshot): string {
  const more = after - before;
  return (
    `${table} has ${more} ${more === 1 ? 'row' : 'rows'} more after the down, written by a trigger${namesOf(table, objects)} ` +
    'when the migration changes rows; with triggers disabled, nothing differs there'
  );
}

/** Returns ` (users_touch on public.users)` where the table itself has triggers. */
function namesOf(table: string, objects: Snapshot): string {
  const parent = keyOf({ kind: 'table', name: table });
  const names = [...objects.values()].flatMap((object) =>
    object.kind === 'trigger' && object.parent && keyOf(object.parent) === parent ? [object.name] : [],
  );
  return names.length > 0 ? ` (${names.sort().join(', ')})` : '';
}
