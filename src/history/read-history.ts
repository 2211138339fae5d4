import type { MigrationsConfig } from '../config/config.js';
import type { Session } from '../database/session.js';
import { migrationsTableOf } from '../migrations/prepare-database.js';
import type { HistoryEntry } from './history-entry.js';
import { hasHistory } from './history-schema.js';

const iso = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

const time = (column: string): string => `pg_catalog.to_char(h.${column} AT TIME ZONE 'UTC', ${iso})`;

const SELECT = `
  SELECT h.id::pg_catalog.float8 AS id, h.attempt, h.migration, h.direction, h.outcome,
         ${time('started_at')} AS "startedAt", ${time('ended_at')} AS "endedAt", h.milliseconds,
         h.login_role AS "loginRole", h.role, h.host, h.application, h.tool_version AS "toolVersion",
         h.transaction, h.applied_id AS "appliedId", h.file_hash AS "fileHash", h.sql_hash AS "sqlHash",
         h.source, h.change, h.detail
  FROM roundtrip.history AS h WHERE h.migrations_table = $1 AND h.id > $2 ORDER BY h.id`;

/** All rows about one migrations table, oldest first; empty where there is no history. */
export async function readHistory(
  session: Session,
  config: MigrationsConfig,
): Promise<readonly HistoryEntry[]> {
  return (await hasHistory(session)) ? readHistoryAfter(session, config, 0) : [];
}

/** Reads the entries after the one with the number `after`; the history must exist. */
export async function readHistoryAfter(
  session: Session,
  config: MigrationsConfig,
  after: number,
): Promise<readonly HistoryEntry[]> {
  return (await session.query<HistoryEntry>(SELECT, [migrationsTableOf(config), after])).rows;
}

/** A statement of a non-transactional attempt, and whether it is known to have taken effect. */
export interface RunStatement {
  readonly number: number;
  readonly sql: string;
  readonly state: 'started' | 'completed';
}

const STATEMENTS = `
  SELECT s.number, (pg_catalog.array_agg(s.sql ORDER BY s.id DESC))[1] AS sql,
         CASE WHEN pg_catalog.bool_or(s.state = 'completed') THEN 'completed' ELSE 'started' END AS state
  FROM roundtrip.statement AS s WHERE s.attempt = $1 GROUP BY s.number ORDER BY s.number`;

/** In their order. */
export async function readStatements(session: Session, attempt: string): Promise<readonly RunStatement[]> {
  return (await session.query<RunStatement>(STATEMENTS, [attempt])).rows;
}
