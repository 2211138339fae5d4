import { hostname } from 'node:os';
import type { MigrationsConfig } from '../config/config.js';
import { readToolVersion } from '../config/tool-version.js';
import type { Session } from '../database/session.js';
import { withoutSecrets } from '../database/without-secrets.js';
import { migrationsTableOf } from '../migrations/prepare-database.js';
import type { Detail, NewEntry } from './history-entry.js';

/** The times are the server's: those of two rows can be compared, whatever machine wrote them. */
const INSERT = `
  INSERT INTO roundtrip.history (attempt, migrations_table, migration, direction, outcome, started_at, ended_at,
    milliseconds, login_role, role, host, application, tool_version, transaction, applied_id,
    file_hash, sql_hash, source, change, detail)
  SELECT $1, $2, $3, $4, $5, o.now - pg_catalog.make_interval(secs => $6 / 1000.0), o.now, $6, session_user, $7, $8,
    pg_catalog.current_setting('application_name'), $9, $10, $11, $12, $13, $14, $15, $16
  FROM (VALUES (pg_catalog.clock_timestamp())) AS o (now)`;

/** Adds a row in whatever transaction the session has open. */
export async function writeEntry(session: Session, config: MigrationsConfig, entry: NewEntry): Promise<void> {
  const { attempt, migration, direction, outcome, milliseconds, role, transaction } = entry;
  const { fileHash, sqlHash, source, change } = entry;
  const detail = entry.detail && withoutSecretsIn(entry.detail);
  const json = (value: object | null) => (value === null ? null : JSON.stringify(value));
  const applied = direction === 'up' ? await readAppliedId(session, config, migration) : null;
  await session.query(INSERT, [
    ...[attempt, migrationsTableOf(config), migration, direction, outcome, milliseconds, role, hostname()],
    ...[readToolVersion(), transaction, applied, fileHash, sqlHash, json(source), json(change), json(detail)],
  ]);
}

function withoutSecretsIn({ error, ...detail }: Detail): Detail {
  return error ? { ...detail, error: { ...error, message: withoutSecrets(error.message) } } : detail;
}

/**
 * Number of a migration's row in the migrations table. It differs if another tool has rolled the migration back
 * and applied it again.
 */
export async function readAppliedId(
  session: Session,
  config: MigrationsConfig,
  name: string,
): Promise<number | null> {
  const { rows } = await session.query<{ id: number }>(
    `SELECT m.id FROM ${migrationsTableOf(config)} AS m WHERE m.name = $1 ORDER BY m.id DESC LIMIT 1`,
    [name],
  );
  return rows[0]?.id ?? null;
}

export interface StatementMark {
  readonly attempt: string;
  /** Place among the statements that run without a transaction, from 0 on. */
  readonly number: number;
  readonly state: 'started' | 'completed';
  /** Recorded without secrets. */
  readonly sql: string;
}

/** Notes that a statement without a transaction begins, or has taken effect. */
export async function writeStatement(
  session: Session,
  { attempt, number, state, sql }: StatementMark,
): Promise<void> {
  await session.query(
    'INSERT INTO roundtrip.statement (attempt, number, state, sql) VALUES ($1, $2, $3, $4)',
    [attempt, number, state, withoutSecrets(sql)],
  );
}
