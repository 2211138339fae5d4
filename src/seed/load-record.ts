import { isPermissionDenied } from '../database/sqlstate.js';
import type { Session } from '../database/session.js';
import { changeOwnObjects } from '../database/own-objects.js';
import { DatabaseError, messageOf } from '../errors.js';
import { ensureHistory } from '../history/history-schema.js';

/** Progress of one table, stored in the database by the transactions that load. */
export interface TableRecord {
  /** Place among the tables of the set, from 0 on. */
  readonly position: number;
  /** Qualified and quoted: `public.users`. */
  readonly table: string;
  readonly oid: number;
  /** The column that roundtrip numbered. */
  readonly key: string;
  /** Number of the first row; the others follow one by one. */
  readonly first: number;
  /** Rows in all, and those that are there. */
  readonly rows: number;
  readonly loaded: number;
  /** Last number that the sequence had given before; `null`: none yet. */
  readonly sequenceBefore: number | null;
}

export interface LoadRecord {
  readonly set: string;
  readonly scale: number;
  readonly seed: number;
  /** `cleaning`: rows of it were, or are being, removed, so that it cannot be completed any more. */
  readonly state: 'loading' | 'finished' | 'cleaning';
  readonly tables: readonly TableRecord[];
}

const TABLE_FACTS = `
  SELECT n.oid IS NOT NULL AS "hasSchema", c.oid IS NOT NULL AS "hasTable"
  FROM (VALUES ('roundtrip')) AS s (name)
    LEFT JOIN pg_catalog.pg_namespace AS n ON n.nspname = s.name
    LEFT JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = 'load'`;

const CREATE_TABLE = `
  CREATE TABLE roundtrip.load (
    set_name text NOT NULL,
    position integer NOT NULL,
    scale bigint NOT NULL,
    seed bigint NOT NULL,
    table_name text NOT NULL,
    table_oid oid NOT NULL,
    key_column text NOT NULL,
    first_key bigint NOT NULL,
    row_count bigint NOT NULL,
    loaded bigint NOT NULL DEFAULT 0,
    sequence_before bigint,
    state text NOT NULL DEFAULT 'loading' CHECK (state IN ('loading', 'finished', 'cleaning')),
    PRIMARY KEY (set_name, position)
  )`;

async function hasRecords(session: Session): Promise<{ hasSchema: boolean; hasTable: boolean }> {
  const { rows } = await session.query<{ hasSchema: boolean; hasTable: boolean }>(TABLE_FACTS);
  return rows[0] ?? { hasSchema: false, hasTable: false };
}

/**
 * Makes the table of what was loaded where it is missing.
 * @throws DatabaseError when the role may not
 */
export async function ensureRecords(session: Session): Promise<void> {
  const { hasSchema, hasTable } = await hasRecords(session);
  if (hasTable) return;
  // Whoever makes the schema makes the history in it.
  if (!hasSchema) await ensureHistory(session);
  await changeOwnObjects(session, CREATE_TABLE).catch((cause: unknown) => {
    const reason = messageOf(cause);
    throw new DatabaseError(`the table roundtrip.load cannot be created: ${reason}`, {
      remedy: isPermissionDenied(cause)
        ? 'It records the progress of a load. GRANT USAGE, CREATE ON SCHEMA roundtrip TO the role.'
        : 'It records the progress of a load. Nothing was loaded.',
      cause,
    });
  });
}

const READ = `
  SELECT l.scale::float8, l.seed::float8, l.state, l.position, l.table_name AS "table", l.table_oid AS oid,
         l.key_column AS key, l.first_key::float8 AS first, l.row_count::float8 AS rows, l.loaded::float8,
         l.sequence_before::float8 AS "sequenceBefore", c.oid IS NOT NULL AS "isThere"
  FROM roundtrip.load AS l LEFT JOIN pg_catalog.pg_class AS c ON c.oid = l.table_oid
  WHERE l.set_name = $1
  ORDER BY l.position`;

interface RecordRow extends TableRecord {
  readonly scale: number;
  readonly seed: number;
  readonly state: LoadRecord['state'];
  readonly isThere: boolean;
}

/** Reads the record of a set, without tables that were dropped since. */
export async function readRecord(session: Session, set: string): Promise<LoadRecord | undefined> {
  if (!(await hasRecords(session)).hasTable) return undefined;
  const { rows } = await session.query<RecordRow>(READ, [set]);
  const tables = rows.filter(({ isThere }) => isThere).map(toTable);
  const [one] = rows;
  if (!one || tables.length === 0) return undefined;
  return { set, scale: one.scale, seed: one.seed, state: one.state, tables };
}

function toTable(row: RecordRow): TableRecord {
  const { position, table, oid, key, first, rows, loaded, sequenceBefore } = row;
  return { position, table, oid, key, first, rows, loaded, sequenceBefore };
}

const INSERT = `
  INSERT INTO roundtrip.load (set_name, position, scale, seed, table_name, table_oid, key_column, first_key,
                              row_count, loaded, sequence_before)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;

/** Notes a load that begins, in place of what was known of the set. */
export async function writeRecord(session: Session, record: LoadRecord): Promise<void> {
  const { set, scale, seed } = record;
  await deleteRecord(session, set);
  for (const { position, table, oid, key, first, rows, loaded, sequenceBefore } of record.tables) {
    const values = [set, position, scale, seed, table, oid, key, first, rows, loaded, sequenceBefore];
    await session.query(INSERT, values);
  }
}

export async function deleteRecord(session: Session, set: string): Promise<void> {
  await session.query('DELETE FROM roundtrip.load WHERE set_name = $1', [set]);
}

const ADVANCE = `
  UPDATE roundtrip.load SET loaded = $4 WHERE set_name = $1 AND position = $2 AND loaded = $3 AND state = 'loading'`;

/**
 * Records loaded rows in the transaction that loads them, so that each row is loaded exactly once.
 * @throws DatabaseError when another run has loaded or removed them concurrently
 */
export async function advanceRecord(
  session: Session,
  { set, position }: { readonly set: string; readonly position: number },
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  const { rowCount } = await session.query(ADVANCE, [set, position, from, to]);
  if (rowCount !== 1) throw otherRun(set);
}

/** Notes that all rows are there, or that they are about to go; waits for a run that is loading some. */
export async function markRecord(
  session: Session,
  set: string,
  state: 'finished' | 'cleaning',
): Promise<void> {
  const { rowCount } = await session.query(
    `UPDATE roundtrip.load SET state = $2 WHERE set_name = $1 AND (state = 'loading' OR $2 = 'cleaning')`,
    [set, state],
  );
  if (rowCount === 0) throw otherRun(set);
}

function otherRun(set: string): DatabaseError {
  return new DatabaseError(`another run is loading or removing the set ${set}`, {
    remedy: 'Wait for it or stop it; then continue with --resume, or remove the rows with --clean.',
  });
}
