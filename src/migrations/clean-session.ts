import { customSettings } from '../sql-text/session-state.js';
import type { MigrationsConfig } from '../config/config.js';
import { quoteLiteral } from '../database/quote.js';
import type { Session } from '../database/session.js';
import { searchPathOf } from './prepare-database.js';

/** Session state that outlasts a transaction (manual, DISCARD). */
interface SessionState {
  readonly settings: Readonly<Record<string, string>>;
  readonly role: string;
  readonly temporary: readonly string[];
  readonly prepared: readonly string[];
  readonly cursors: readonly string[];
  readonly channels: readonly string[];
  readonly advisoryLocks: number;
}

/** Names of statements prepared by this tool; they are kept, because planning them again is slow. */
const ownStatements = 'roundtrip\\_%';

/**
 * A setting that no module defines (`my.setting`) is not in `pg_settings`: such settings are read by name.
 * `role` and `session_authorization` show in `current_user`.
 */
const stateSql = (settings: readonly string[]): string => `
SELECT (SELECT COALESCE(pg_catalog.json_object_agg(s.name, s.setting), '{}') FROM (
    SELECT g.name, g.setting FROM pg_catalog.pg_settings AS g
    WHERE g.source = 'session' AND g.name NOT IN ('role', 'session_authorization', 'is_superuser')
    UNION ALL
    SELECT n.name, COALESCE(pg_catalog.current_setting(n.name, true), '')
    FROM pg_catalog.unnest(ARRAY[${settings.map(quoteLiteral).join()}]::pg_catalog.text[]) AS n (name)) AS s) AS settings,
  current_user AS role,
  ARRAY(SELECT c.relname::pg_catalog.text FROM pg_catalog.pg_class AS c
    WHERE c.relnamespace = pg_catalog.pg_my_temp_schema() AND c.relkind IN ('r', 'v', 'S') ORDER BY 1) AS temporary,
  ARRAY(SELECT p.name FROM pg_catalog.pg_prepared_statements AS p
    WHERE p.name NOT LIKE '${ownStatements}' ORDER BY 1) AS prepared,
  ARRAY(SELECT c.name FROM pg_catalog.pg_cursors AS c WHERE c.is_holdable ORDER BY 1) AS cursors,
  ARRAY(SELECT l.channel FROM pg_catalog.pg_listening_channels() AS l (channel) ORDER BY 1) AS channels,
  (SELECT pg_catalog.count(*)::pg_catalog.int4 FROM pg_catalog.pg_locks AS l
    WHERE l.locktype = 'advisory' AND l.pid = pg_catalog.pg_backend_pid()) AS "advisoryLocks"`;

/** All of `DISCARD ALL` but what forgets prepared statements; it may run inside a transaction. */
const discardSql = `
CLOSE ALL; SET SESSION AUTHORIZATION DEFAULT; RESET ROLE; RESET ALL; UNLISTEN *;
SELECT pg_catalog.pg_advisory_unlock_all(); DISCARD TEMP; DISCARD SEQUENCES`;

/** Statements after which a migration finds the session as it would in a run of its own. */
export function cleanSessionSql(session: Session, config: MigrationsConfig): string {
  return `${discardSql}; ${session.ownSettings}; SET search_path TO ${searchPathOf(config)}`;
}

const MIGRATIONS_PREPARED = `SELECT p.name FROM pg_catalog.pg_prepared_statements AS p
  WHERE p.name NOT LIKE '${ownStatements}'`;

/**
 * Resets session state between two migrations of one transaction; `settings` are those of the transaction
 * itself.
 */
export async function cleanInside(
  session: Session,
  config: MigrationsConfig,
  settings: string,
): Promise<void> {
  const script = `${MIGRATIONS_PREPARED}; ${cleanSessionSql(session, config)}${settings}`;
  const [prepared] = await session.script(script);
  const names = prepared?.rows.map(({ name }) => String(name)) ?? [];
  if (names.length > 0) await session.deallocate(names);
}

/**
 * Resets the session after a migration: outside of a transaction, in one round trip, keeping the tool's
 * prepared statements.
 * @returns the state that the migration left behind, as phrases: `lock_timeout = 0`, `the role app_writer`
 */
export async function cleanSession(
  session: Session,
  config: MigrationsConfig,
  statements: readonly string[],
): Promise<readonly string[]> {
  const read = stateSql(customSettings(statements));
  const results = await session.script(`${read}; ${cleanSessionSql(session, config)}; ${read}`);
  const [before, after] = [results.at(0), results.at(-1)].map((result) => result?.rows[0]);
  if (!before || !after) return [];
  const left = before as unknown as SessionState;
  if (left.prepared.length > 0) await session.deallocate(left.prepared);
  return describe(left, after as unknown as SessionState);
}

function describe(before: SessionState, after: SessionState): readonly string[] {
  const settings = Object.entries(before.settings)
    .filter(([name, value]) => (after.settings[name] ?? '') !== value)
    .map(([name, value]) => `${name} = ${value === '' ? "''" : value}`);
  return [
    ...settings.sort(),
    ...(before.role === after.role ? [] : [`the role ${before.role}`]),
    ...listed('temporary table', before.temporary),
    ...listed('prepared statement', before.prepared),
    ...listed('cursor', before.cursors),
    ...listed('LISTEN', before.channels),
    ...(before.advisoryLocks > 0 ? ['advisory locks'] : []),
  ];
}

function listed(what: string, names: readonly string[]): readonly string[] {
  return names.map((name) => `${what} ${name}`);
}
