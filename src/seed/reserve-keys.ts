import { quoteIdentifier } from '../database/quote.js';
import type { Session } from '../database/session.js';
import { MigrationFileError } from '../errors.js';
import type { LoadPlan } from './load-plan.js';
import type { TableRecord } from './load-record.js';

interface FoundTable {
  readonly table: string;
  readonly oid: number;
  /** The sequence behind the key, quoted; `null` where it has none. */
  readonly sequence: string | null;
}

const FIND = `
  SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS "table", c.oid AS oid,
         pg_catalog.pg_get_serial_sequence(pg_catalog.format('%I.%I', n.nspname, c.relname), $2) AS sequence
  FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attname = $2 AND a.attnum > 0
  WHERE c.oid = pg_catalog.to_regclass($1) AND NOT a.attisdropped`;

/**
 * Reserves key values for the rows of a plan after all existing ones, and advances the sequence past them, so
 * that no other session gets them.
 * @throws MigrationFileError when there is no such table or key
 */
export async function reserveKeys(
  session: Session,
  { table: name, key, count: rows }: LoadPlan,
  file: string,
): Promise<Omit<TableRecord, 'position'>> {
  const { table, oid, sequence } = await findTable(session, { table: name, key, file });
  // An INSERT takes its number after its lock: none is given while this transaction holds the table.
  await session.query(`LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`);
  const { last, next } = sequence === null ? { last: null, next: 1 } : await readSequence(session, sequence);
  const first = Math.max((await highest(session, table, key)) + 1, next);
  if (sequence !== null && rows > 0) await moveSequence(session, sequence, first + rows - 1);
  return { table, oid, key, first, rows, loaded: 0, sequenceBefore: last };
}

async function findTable(
  session: Session,
  { table, key, file }: { readonly table: string; readonly key: string; readonly file: string },
): Promise<FoundTable> {
  const { rows } = await session.query<FoundTable>(FIND, [table, key]);
  const [found] = rows;
  if (found) return found;
  throw new MigrationFileError(`${file}: there is no table ${table} with a column ${key}`);
}

async function highest(session: Session, table: string, key: string): Promise<number> {
  const { rows } = await session.query<{ highest: number | null }>(
    `SELECT pg_catalog.max(t.${quoteIdentifier(key)})::float8 AS highest FROM ${table} AS t`,
  );
  return rows[0]?.highest ?? 0;
}

interface SequenceState {
  /** The last number that it gave; `null` before it gave any. */
  readonly last: number | null;
  readonly next: number;
}

async function readSequence(session: Session, sequence: string): Promise<SequenceState> {
  const { rows } = await session.query<SequenceState>(
    `SELECT CASE WHEN s.is_called THEN s.last_value::float8 END AS last,
            s.last_value::float8 + s.is_called::int AS next
     FROM ${sequence} AS s`,
  );
  return rows[0] ?? { last: null, next: 1 };
}

async function moveSequence(session: Session, sequence: string, last: number): Promise<void> {
  await session.query('SELECT pg_catalog.setval($1::regclass, $2::bigint)', [sequence, last]);
}

/** Resets a sequence only if no other session has used it since. */
const GIVE_BACK = (sequence: string) => `
  SELECT pg_catalog.setval($1::regclass, coalesce($2::bigint, $3::bigint), $2::bigint IS NOT NULL)
  FROM ${sequence} AS s WHERE s.last_value = $4::bigint AND s.is_called`;

/** Undoes a reservation after its rows were removed. */
export async function giveKeysBack(session: Session, record: TableRecord): Promise<void> {
  const { table, key, first, rows, sequenceBefore } = record;
  const found = await session.query<{ sequence: string | null }>(
    'SELECT pg_catalog.pg_get_serial_sequence($1, $2) AS sequence',
    [table, key],
  );
  const sequence = found.rows[0]?.sequence ?? null;
  if (sequence === null || rows === 0) return;
  await session.query(GIVE_BACK(sequence), [sequence, sequenceBefore, first, first + rows - 1]);
}
