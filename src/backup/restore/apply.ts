import { quoteIdentifier, quoteQualified } from '../../database/quote.js';
import type { Session } from '../../database/session.js';
import type { Staged } from './stage.js';
import type { Mapped } from './target.js';

/** A line that the server refused. */
export interface Refused {
  readonly n: string;
  readonly action: Action;
  readonly step: number;
  readonly error: ServerError;
}

/** The fields of the driver's error, named as in the protocol (manual, 53.8). */
export interface ServerError extends Error {
  readonly code: string;
  readonly constraint?: string;
}

export type Action = 'insert' | 'update';

/** Steps of one action, both ends included. */
interface Range {
  readonly action: Action;
  readonly from: number;
  readonly to: number;
}

/** All lines with one action in one statement; an error of the server is thrown. */
export async function applyAll(session: Session, staged: Staged, action: Action): Promise<number> {
  return run(session, staged, { action, from: 1, to: await countOf(session, staged, action) });
}

export async function countOf(session: Session, { fates }: Staged, fate: string): Promise<number> {
  const { rows } = await session.query<{ count: string }>(
    `SELECT pg_catalog.count(*) AS count FROM ${fates} AS f WHERE f.fate = $1`,
    [fate],
  );
  return Number(rows[0]?.count ?? 0);
}

/**
 * All lines with one action, as far as they fit: what fails is halved until the lines are found
 * that fail by themselves.
 */
export async function applyFitting(
  session: Session,
  staged: Staged,
  action: Action,
): Promise<{ readonly done: number; readonly refused: readonly Refused[] }> {
  const ranges: Range[] = [{ action, from: 1, to: await countOf(session, staged, action) }];
  const refused: Refused[] = [];
  let done = 0;
  for (let range = ranges.pop(); range; range = ranges.pop()) {
    const result = await attempt(session, staged, range);
    if (typeof result === 'number') done += result;
    else if (range.from === range.to)
      refused.push(await refusedAt(session, staged, { range, error: result }));
    else ranges.push(...halves(range));
  }
  return { done, refused };
}

function halves({ action, from, to }: Range): readonly Range[] {
  const middle = Math.floor((from + to) / 2);
  return [
    { action, from: middle + 1, to },
    { action, from, to: middle },
  ];
}

async function attempt(session: Session, staged: Staged, range: Range): Promise<number | ServerError> {
  await session.query('SAVEPOINT roundtrip_rows');
  try {
    const done = await run(session, staged, range);
    await session.query('RELEASE SAVEPOINT roundtrip_rows');
    return done;
  } catch (error) {
    if (!isAboutRows(error)) throw error;
    await session.query('ROLLBACK TO SAVEPOINT roundtrip_rows; RELEASE SAVEPOINT roundtrip_rows');
    return error;
  }
}

/**
 * Whether another row may fit (manual, appendix A): data exceptions, constraints, views with check
 * options, and what functions raise. Anything else would befall every row.
 */
export function isAboutRows(error: unknown): error is ServerError {
  return error instanceof Error && 'code' in error && /^(22|23|44|P0)/.test(String(error.code));
}

async function run(session: Session, staged: Staged, range: Range): Promise<number> {
  if (range.to < range.from) return 0;
  const statement = range.action === 'insert' ? insertSql(staged) : updateSql(staged);
  const { rowCount } = await session.query(statement, [range.action, range.from, range.to]);
  return rowCount ?? 0;
}

const inRange = 'f.fate = $1 AND f.step BETWEEN $2 AND $3';

/** Without its modifier, so that the assignment refuses what is too long instead of cutting it off. */
function converted({ place, column }: Mapped): string {
  return `l.c${place}::${column.base}`;
}

function insertSql({ target, lines, fates }: Staged): string {
  const whole = target.whole ?? [];
  const columns = whole.map(({ column }) => quoteIdentifier(column.name)).join(', ');
  return `
    INSERT INTO ${quoteQualified(target.relation.schema, target.relation.name)} (${columns}) OVERRIDING SYSTEM VALUE
    SELECT ${whole.map(converted).join(', ')}
    FROM ${fates} AS f JOIN ${lines} AS l ON l.n = f.n WHERE ${inRange} ORDER BY f.n`;
}

function updateSql({ target: { relation, values }, lines, fates }: Staged): string {
  const sets = values.map((mapped) => `${quoteIdentifier(mapped.column.name)} = ${converted(mapped)}`);
  const only = relation.kind === 'table' ? 'ONLY ' : '';
  return `
    UPDATE ${only}${quoteQualified(relation.schema, relation.name)} AS t SET ${sets.join(', ')}
    FROM ${fates} AS f JOIN ${lines} AS l ON l.n = f.n
    WHERE ${inRange} AND t.ctid = f.place AND t.tableoid = f.part`;
}

async function refusedAt(
  session: Session,
  { fates }: Staged,
  { range: { action, from: step }, error }: { readonly range: Range; readonly error: ServerError },
): Promise<Refused> {
  const { rows } = await session.query<{ n: string }>(
    `SELECT f.n::pg_catalog.text AS n FROM ${fates} AS f WHERE f.fate = $1 AND f.step = $2`,
    [action, step],
  );
  return { n: rows[0]?.n ?? '', action, step, error };
}

/** Tries one line again, which may wait for another row by now. */
export async function applyAgain(session: Session, staged: Staged, one: Refused): Promise<Refused | 'done'> {
  const { action, step } = one;
  const result = await attempt(session, staged, { action, from: step, to: step });
  return typeof result === 'number' ? 'done' : { ...one, error: result };
}
