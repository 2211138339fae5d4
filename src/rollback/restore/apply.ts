import { quoteIdentifier, quoteQualified } from '../../database/quote.js';
import { stopIfInterrupted } from '../../database/interruption.js';
import type { Session } from '../../database/session.js';
import { orServerError, type ServerError } from './server-error.js';
import type { Staged } from './staging-tables.js';
import type { Mapped } from './target.js';

/** The session that restores rows, and the signal that interrupts it. */
export interface ApplyContext {
  readonly session: Session;
  readonly signal: AbortSignal;
}

export type Action = 'insert' | 'update';

export type Done = Readonly<Record<Action, number>>;

/** Steps of one action, from `from` to `to` inclusive. */
export interface Range {
  readonly action: Action;
  readonly from: number;
  readonly to: number;
}

/**
 * Writes all lines of tables that refer to each other with one statement, since foreign keys are checked at its
 * end.
 * @throws the server's error
 */
export async function applyGroup(
  { session }: ApplyContext,
  tables: readonly Staged[],
): Promise<readonly Done[]> {
  const parts = tables.flatMap((staged, index) =>
    actionsOf(staged).map((action) => ({
      name: `${action}_${index}`,
      index,
      action,
      sql: actionSql(staged, { action, where: `f.outcome = '${action}'` }),
    })),
  );
  const done = tables.map((): Record<Action, number> => ({ insert: 0, update: 0 }));
  if (parts.length === 0) return done;
  const { rows } = await session.query<Record<string, string>>(`
    WITH ${parts.map(({ name, sql }) => `${name} AS (${sql} RETURNING 1)`).join(',\n')}
    SELECT ${parts.map(({ name }) => `(SELECT pg_catalog.count(*) FROM ${name}) AS ${name}`).join(', ')}`);
  for (const { name, index, action } of parts) {
    const counts = done[index];
    if (counts) counts[action] = Number(rows[0]?.[name] ?? 0);
  }
  return done;
}

function actionsOf({ target }: Staged): readonly Action[] {
  return [
    ...(target.whole ? (['insert'] as const) : []),
    ...(target.values.length > 0 ? (['update'] as const) : []),
  ];
}

/** Returns one range for each action, with all of its steps. */
export async function rangesOf({ session }: ApplyContext, staged: Staged): Promise<readonly Range[]> {
  const { rows } = await session.query<{ action: Action; last: string }>(
    `SELECT f.outcome AS action, pg_catalog.max(f.step) AS last FROM ${staged.outcomes} AS f
     WHERE f.outcome IN ('insert', 'update') GROUP BY f.outcome ORDER BY f.outcome`,
  );
  return rows.map(({ action, last }) => ({ action, from: 1, to: Number(last) }));
}

export function halvesOf({ action, from, to }: Range): readonly Range[] {
  const middle = Math.floor((from + to) / 2);
  return [
    { action, from: middle + 1, to },
    { action, from, to: middle },
  ];
}

/**
 * Writes a range of lines, and rolls it back if it is only tried. Returns the server's error where the server
 * rejects a line.
 */
export async function applyRange(
  { session, signal }: ApplyContext,
  staged: Staged,
  { range, then }: { readonly range: Range; readonly then: 'keep' | 'roll back' },
): Promise<number | ServerError> {
  stopIfInterrupted(signal);
  const { action, from, to } = range;
  const apply = async () => {
    const sql = actionSql(staged, { action, where: 'f.outcome = $1 AND f.step BETWEEN $2 AND $3' });
    const { rowCount } = await session.query(sql, [action, from, to]);
    return rowCount ?? 0;
  };
  return orServerError({ session, name: 'roundtrip_rows', then }, apply);
}

interface ActionSql {
  readonly action: Action;
  readonly where: string;
}

export function actionSql(staged: Staged, { action, where }: ActionSql): string {
  return action === 'insert' ? insertSql(staged, where) : updateSql(staged, where);
}

/**
 * Converts to the type without its modifier, so that the assignment rejects values that are too long instead of
 * truncating them.
 */
export function converted({ place, column }: Mapped): string {
  return `l.c${place}::${column.base}`;
}

function insertSql({ target: { relation, whole = [] }, lines, outcomes }: Staged, where: string): string {
  const columns = whole.map(({ column }) => quoteIdentifier(column.name)).join(', ');
  const list = columns === '' ? '' : `(${columns}) OVERRIDING SYSTEM VALUE`;
  return `
    INSERT INTO ${quoteQualified(relation.schema, relation.name)} ${list}
    SELECT ${whole.map(converted).join(', ')}
    FROM ${outcomes} AS f JOIN ${lines} AS l ON l.n = f.n WHERE ${where} ORDER BY f.n`;
}

function updateSql({ target: { relation, values }, lines, outcomes }: Staged, where: string): string {
  const sets = values.map((mapped) => `${quoteIdentifier(mapped.column.name)} = ${converted(mapped)}`);
  const only = relation.kind === 'table' ? 'ONLY ' : '';
  return `
    UPDATE ${only}${quoteQualified(relation.schema, relation.name)} AS t SET ${sets.join(', ')}
    FROM ${outcomes} AS f JOIN ${lines} AS l ON l.n = f.n
    WHERE ${where} AND t.ctid = f.place AND t.tableoid = f.part`;
}
