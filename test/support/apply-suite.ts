import { readdirSync } from 'node:fs';
import { Migration } from 'node-pg-migrate';
import type { Session } from '../../src/database/session.js';

/** The part of a session that is required to apply a migration; the in-memory database implements it, too. */
export type StatementRunner = Pick<Session, 'query'>;

export interface SuiteStep {
  readonly direction: 'up' | 'down';
  /** Names without their timestamp, in any order: `create-users`. Default: the whole suite. */
  readonly names?: readonly string[];
}

const folder = new URL('../../migrations/', import.meta.url);
const files = readdirSync(folder).sort();

/** The migrations of the suite in order, without their timestamps. */
export const suiteNames: readonly string[] = files.map(toName);

const bookkeeping = `
CREATE TABLE IF NOT EXISTS pgmigrations (
  id serial PRIMARY KEY,
  name varchar(255) NOT NULL,
  run_on timestamp NOT NULL
)`;

/**
 * Runs migrations of the profile suite one by one, as node-pg-migrate does outside a single transaction; for
 * `down` in reverse order. Does not check which of them are applied.
 * @throws the driver's error; the failed migration is rolled back
 */
export async function applySuite(session: StatementRunner, { direction, names }: SuiteStep): Promise<void> {
  await session.query(bookkeeping);
  const chosen = files.filter((file) => names?.includes(toName(file)) ?? true);
  for (const file of direction === 'up' ? chosen : chosen.reverse()) {
    await applyMigration(session, file, direction);
  }
}

async function applyMigration(session: StatementRunner, file: string, direction: 'up' | 'down') {
  const migration = await loadMigration(session, file);
  try {
    await migration.apply(direction);
  } catch (error) {
    await session.query('ROLLBACK');
    throw error;
  }
}

type MigrationArguments = ConstructorParameters<typeof Migration>;

async function loadMigration(session: StatementRunner, file: string): Promise<Migration> {
  const actions = (await import(new URL(file, folder).pathname)) as MigrationArguments[2];
  const options = { migrationsTable: 'pgmigrations', singleTransaction: false } as MigrationArguments[3];
  return new Migration(toConnection(session), file, actions, options, {}, silent);
}

/** Only `query` is called: by the steps of a migration, and by a migration through `pgm.db`. */
function toConnection(session: StatementRunner): MigrationArguments[0] {
  const query = (text: string, values?: readonly unknown[]) => session.query(text, values);
  return { query } as unknown as MigrationArguments[0];
}

const silent = { info: ignore, warn: ignore, error: ignore };

function ignore(): void {
  // Keeps the log of node-pg-migrate out of the test report.
}

function toName(file: string): string {
  return file.replace(/^\d+_/, '').replace(/\.ts$/, '');
}
