import type { MigrationsConfig } from '../config/config.js';
import { changeOwnObjects } from '../database/own-objects.js';
import { keptSchema } from '../database/own-schema.js';
import { quoteQualified } from '../database/quote.js';
import type { Session } from '../database/session.js';
import { migrationsTableOf } from '../migrations/prepare-database.js';
import type { KeptEntry, KeptTable } from './kept-entry.js';
import { readKeptAccess } from './kept-schema.js';

const SELECT = `
  SELECT e.id::pg_catalog.float8 AS id, e.migration, e.direction,
    pg_catalog.to_char(e.kept_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "keptAt",
    e.milliseconds, e.tables, e.sequences
  FROM ${keptSchema}.entry AS e WHERE e.migrations_table = $1 ORDER BY e.id DESC`;

/** Reads the entries of one migrations table, latest first; empty where nothing was ever kept, or it is not readable. */
export async function readEntries(session: Session, config: MigrationsConfig): Promise<readonly KeptEntry[]> {
  if ((await readKeptAccess(session)) !== 'readable') return [];
  return (await session.query<KeptEntry>(SELECT, [migrationsTableOf(config)])).rows;
}

/** Numbers are never used twice, even if the transaction is rolled back. */
export async function nextEntryId(session: Session): Promise<number> {
  const { rows } = await session.query<{ id: number }>(
    `SELECT pg_catalog.nextval(pg_catalog.pg_get_serial_sequence('${keptSchema}.entry', 'id'))::pg_catalog.float8 AS id`,
  );
  return rows[0]?.id ?? 0;
}

const INSERT = `
  INSERT INTO ${keptSchema}.entry (id, migrations_table, migration, direction, milliseconds, tables, sequences)
  OVERRIDING SYSTEM VALUE VALUES ($1, $2, $3, $4, $5, $6, $7)`;

export async function insertEntry(
  session: Session,
  config: MigrationsConfig,
  { id, migration, direction, milliseconds, tables, sequences }: Omit<KeptEntry, 'keptAt'>,
): Promise<void> {
  const contents = [tables, sequences].map((value) => JSON.stringify(value));
  await session.query(INSERT, [
    ...[id, migrationsTableOf(config), migration, direction, milliseconds],
    ...contents,
  ]);
}

/** Replaces what an entry says by what is left of it, and deletes it where nothing is left. */
export async function updateEntry(
  session: Session,
  { id, tables, sequences }: Pick<KeptEntry, 'id' | 'tables' | 'sequences'>,
): Promise<void> {
  if (tables.length + sequences.length === 0) {
    await session.query(`DELETE FROM ${keptSchema}.entry AS e WHERE e.id = $1`, [id]);
    return;
  }
  await session.query(`UPDATE ${keptSchema}.entry AS e SET tables = $2, sequences = $3 WHERE e.id = $1`, [
    ...[id, JSON.stringify(tables), JSON.stringify(sequences)],
  ]);
}

export function keptName({ relation }: Pick<KeptTable, 'relation'>): string {
  return quoteQualified(keptSchema, relation);
}

export async function dropKeptTables(
  session: Session,
  tables: readonly Pick<KeptTable, 'relation'>[],
): Promise<void> {
  if (tables.length === 0) return;
  await changeOwnObjects(session, `DROP TABLE ${tables.map(keptName).join(', ')}`);
}
