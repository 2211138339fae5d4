import type { Config } from '../config/config.js';
import { extensionRemedy, missingExtensions } from '../database/required-extensions.js';
import { isPermissionDenied } from '../database/sqlstate.js';
import { quoteQualified } from '../database/quote.js';
import type { Database, Session } from '../database/session.js';
import { catalogText } from '../database/text-conversion.js';
import { readDatabaseStatus, type DatabaseStatus } from '../history/read-status.js';
import { hasMigrationsTable } from '../migrations/prepare-database.js';
import { checksOf, problemOf, type Check } from './check.js';

export function checkServer({ server, label }: Database): Check {
  const { ok } = checksOf('server');
  return server.kind === 'embedded'
    ? ok(`PostgreSQL ${server.version}, embedded: no server is configured`)
    : ok(`PostgreSQL ${server.version}, ${label}`);
}

export async function checkExtensions(session: Session, names: readonly string[]): Promise<readonly Check[]> {
  const { ok, problem } = checksOf('extensions');
  if (names.length === 0) return [];
  const missing = await missingExtensions(session, names);
  const there = names.filter((name) => !missing.includes(name));
  return [
    ...(there.length === 0 ? [] : [ok(`available extensions: ${there.join(', ')}`)]),
    ...missing.map((name) => problem(`the server does not offer the extension ${name}`, extensionRemedy)),
  ];
}

const LOCALE = `
  SELECT ${catalogText('pg_catalog.pg_encoding_to_char(d.encoding)')} AS encoding, ${catalogText('d.datcollate')} AS collation,
    ${catalogText('d.datctype')} AS ctype
  FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()`;

interface LocaleRow {
  readonly encoding: string;
  readonly collation: string;
  readonly ctype: string;
}

export async function checkLocale(session: Session): Promise<readonly Check[]> {
  const { ok, note } = checksOf('locale');
  const { rows } = await session.query<LocaleRow>(LOCALE);
  return rows.map(({ encoding, collation, ctype }) => {
    const message = `encoding ${encoding}, collation ${collation}, character classes ${ctype}`;
    return encoding === 'UTF8'
      ? ok(message)
      : note(
          message,
          'Only UTF8 can store every character. Migrations and seeds with other characters fail here.',
        );
  });
}

/** The migrations table and the history, against the files. */
export async function checkStatus(session: Session, config: Config): Promise<readonly Check[]> {
  const { ok, problem } = checksOf('table');
  const { table, tableSchema } = config.migrations;
  try {
    if (!(await hasMigrationsTable(session, config.migrations)))
      return [ok(`migrations table ${tableSchema}.${table} does not exist yet; up creates it`)];
    return statusChecks(await readDatabaseStatus(session, config), `${tableSchema}.${table}`);
  } catch (error) {
    if (!isPermissionDenied(error)) return [problemOf('table', error)];
    const name = quoteQualified(tableSchema, table);
    return [
      problem(
        `the role has no privilege to read the migrations table ${tableSchema}.${table}`,
        `GRANT SELECT, INSERT, UPDATE, DELETE ON ${name} TO the role; better, use the role that made it.`,
      ),
    ];
  }
}

function statusChecks({ chain, edited, halfDone, history }: DatabaseStatus, table: string): readonly Check[] {
  const { ok, problem, note } = checksOf('table');
  const named = (state: (typeof chain)[number]['state']) =>
    chain.filter((one) => one.state === state).map(({ name }) => name);
  const found: readonly (readonly [string, readonly string[], string])[] = [
    ['applied, but the file is missing', named('missing'), 'Check out the revision that contains them.'],
    ['pending before applied ones', named('out-of-order'), 'Rename them so that they come last.'],
    ['edited since they were applied', edited.ups, 'Revert the edit, and write a new migration.'],
    ['interrupted', halfDone.map(({ name }) => name), 'roundtrip status shows how to continue.'],
  ];
  return [
    ok(`migrations table ${table}: ${named('applied').length} applied, ${named('pending').length} pending`),
    ...(history === 'not readable'
      ? [
          note(
            'the role has no privilege to read the history',
            'docs/history.md lists the privileges to grant.',
          ),
        ]
      : [ok(history === 'none' ? 'no history yet' : 'the history is readable')]),
    ...found
      .filter(([, names]) => names.length > 0)
      .map(([what, names, remedy]) => problem(`${what}: ${names.join(', ')}`, remedy)),
  ];
}
