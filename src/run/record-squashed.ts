import { randomUUID } from 'node:crypto';
import { composeChanges } from '../catalog/model/net-change.js';
import type { Difference } from '../catalog/model/diff.js';
import type { MigrationsConfig } from '../config/config.js';
import { readLogin } from '../database/as-login.js';
import type { Session } from '../database/session.js';
import { withTransaction } from '../database/transaction.js';
import type { HistoryEntry, NewEntry, ReplacedRow } from '../history/history-entry.js';
import { lastUps } from '../history/last-up.js';
import { readChange, recordChange, type RecordedChange } from '../history/recorded-change.js';
import { readHistory } from '../history/read-history.js';
import { writeEntry } from '../history/write-entry.js';
import { readApplied } from '../migrations/bookkeeping.js';
import { hashSource, readSource } from '../migrations/migration-source.js';
import { migrationsTableOf } from '../migrations/prepare-database.js';
import type { Adoption } from '../migrations/squashed-migrations.js';

export interface SquashedRecord {
  readonly config: MigrationsConfig;
  readonly history: 'on' | 'off';
  /** Major version of the server. */
  readonly major: number;
}

/**
 * Records squashed migrations, whose effect the database has already, in place of those that they replace. A
 * squashed migration gets the row of the last of them, because node-pg-migrate compares the order of rows and
 * files. The history keeps the rows that are removed, so that they can be restored.
 */
export async function recordSquashed(
  session: Session,
  adoptions: readonly Adoption[],
  record: SquashedRecord,
): Promise<void> {
  const { config, history, major } = record;
  await withTransaction(session, async () => {
    for (const adoption of adoptions) {
      const entry = history === 'on' ? await entryOf(adoption, { session, config, major }) : undefined;
      await replaceRows(session, config, adoption);
      if (entry) await writeEntry(session, config, entry);
    }
  });
}

async function replaceRows(session: Session, config: MigrationsConfig, adoption: Adoption): Promise<void> {
  const table = migrationsTableOf(config);
  const ids = adoption.rows.map(({ id }) => id);
  const last = ids.at(-1);
  await session.query(`DELETE FROM ${table} AS m WHERE m.id = ANY ($1) AND m.id <> $2`, [ids, last]);
  await session.query(`UPDATE ${table} SET name = $1 WHERE id = $2`, [adoption.squash.name, last]);
}

interface EntryContext {
  readonly session: Session;
  readonly config: MigrationsConfig;
  readonly major: number;
}

async function entryOf(
  { squash, rows }: Adoption,
  { session, config, major }: EntryContext,
): Promise<NewEntry> {
  const ups = lastUps(await readHistory(session, config), await readApplied(session, config));
  const source = await readSource(squash);
  return {
    attempt: randomUUID(),
    migration: squash.name,
    direction: 'up',
    outcome: 'squashed',
    // Nothing ran.
    milliseconds: 0,
    transaction: 'one',
    role: await readLogin(session),
    source,
    fileHash: hashSource(source),
    sqlHash: null,
    change: changeOf(
      rows.map(({ name }) => ups.get(name)),
      major,
    ),
    detail: {
      replaced: await readRows(
        session,
        config,
        rows.map(({ id }) => id),
      ),
    },
  };
}

/** The changes of all replaced migrations together; `null` where those of one are not recorded. */
function changeOf(entries: readonly (HistoryEntry | undefined)[], major: number): RecordedChange | null {
  let composed: readonly Difference[] = [];
  for (const entry of entries) {
    const change = readChange(entry?.change ?? null, major);
    if (!change) return null;
    composed = composeChanges(composed, change);
  }
  const isFromHere = entries.every((entry) => entry?.change?.from === 'here');
  return recordChange(composed, { major, from: isFromHere ? 'here' : 'scratch' });
}

async function readRows(
  session: Session,
  config: MigrationsConfig,
  ids: readonly number[],
): Promise<readonly ReplacedRow[]> {
  const { rows } = await session.query<ReplacedRow>(
    `SELECT m.id, m.name, pg_catalog.to_char(m.run_on, 'YYYY-MM-DD HH24:MI:SS.US') AS "runOn"
     FROM ${migrationsTableOf(config)} AS m WHERE m.id = ANY ($1) ORDER BY m.run_on, m.id`,
    [ids],
  );
  return rows;
}

/**
 * Restores the rows of the migrations that squashed ones were recorded in place of, so that they can be rolled
 * back one by one with their recorded files. Returns the names of the squashed ones.
 */
export async function restoreReplaced(
  session: Session,
  ups: ReadonlyMap<string, HistoryEntry>,
  config: MigrationsConfig,
): Promise<readonly string[]> {
  const squashed = [...ups.values()].filter(({ outcome }) => outcome === 'squashed');
  if (squashed.length === 0) return [];
  const role = await readLogin(session);
  await withTransaction(session, async () => {
    for (const entry of squashed) await restoreRows(session, config, { ...entry, role });
  });
  return squashed.map(({ migration }) => migration);
}

async function restoreRows(session: Session, config: MigrationsConfig, entry: HistoryEntry): Promise<void> {
  const table = migrationsTableOf(config);
  await session.query(`DELETE FROM ${table} AS m WHERE m.name = $1`, [entry.migration]);
  await session.query(
    `INSERT INTO ${table} (id, name, run_on)
     SELECT r.id, r.name, r."runOn"
     FROM pg_catalog.json_to_recordset($1::pg_catalog.json) AS r (id integer, name text, "runOn" timestamp)`,
    [JSON.stringify(entry.detail?.replaced ?? [])],
  );
  const { attempt, migration, outcome, milliseconds, transaction, role, source } = entry;
  const { fileHash, sqlHash } = entry;
  await writeEntry(session, config, {
    ...{ attempt, migration, direction: 'down', outcome, milliseconds, transaction, role },
    ...{ source, fileHash, sqlHash, change: null, detail: null },
  });
}
