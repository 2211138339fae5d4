import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Manifest } from '../../../../src/rollback/backup/manifest.js';
import { withBackup } from '../../../../src/rollback/backup/open-backup.js';
import { restoreBackup } from '../../../../src/rollback/restore/restore.js';
import type { RestoreReport } from '../../../../src/rollback/restore/restore-report.js';
import {
  writeBackup,
  type BackupProgress,
  type PendingBackup,
} from '../../../../src/rollback/backup/write-backup.js';
import { findDestroyed } from '../../../../src/catalog/data/destroyed-data.js';
import { readStoredData } from '../../../../src/catalog/data/stored-data.js';
import { readConfig } from '../../../../src/config/config.js';
import { uninterruptible } from '../../../../src/database/interruption.js';
import { quoteQualified } from '../../../../src/database/quote.js';
import { CREATE_HISTORY } from '../../../../src/history/history-schema.js';
import { createScratch, type Scratch } from '../../../support/scratch.js';

const bookkeeping = { schema: 'public', name: 'pgmigrations' };

/** Statements of one migration. */
export interface Change {
  readonly up: string;
  readonly down: string;
}

/** A scratch database on which one migration, `1_change`, is rolled back with a backup and applied again. */
export interface Rollback {
  readonly scratch: Scratch;
  readonly directory: string;
  path(name: string): string;
  /** Runs the down, and writes the backup before. */
  down(sql: string, name?: string, progress?: (progress: BackupProgress) => void): Promise<void>;
  up(sql: string): Promise<void>;
  restore(name?: string): Promise<RestoreReport>;
  manifest(name?: string): Promise<Manifest>;
  /** All rows of a query in the text format of PostgreSQL. */
  lines(query: string): Promise<readonly string[]>;
  /**
   * Restores the initial state: no tables except for those of roundtrip and node-pg-migrate, and no files.
   */
  clear(): Promise<void>;
  end(): Promise<void>;
}

const SCHEMAS = `
  SELECT pg_catalog.quote_ident(n.nspname) AS schema FROM pg_catalog.pg_namespace AS n
  WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'`;

const EMPTY = `
  CREATE SCHEMA public;
  CREATE TABLE public.pgmigrations (id serial PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL)`;

const RECORD = `
  INSERT INTO roundtrip.history (attempt, migrations_table, migration, direction, outcome, started_at, ended_at,
    milliseconds, login_role, role, host, application, tool_version, transaction, detail)
  SELECT gen_random_uuid(), $1, '1_change', $2, 'done', now(), now(), 1, 'r', 'r', 'h', 'a', '0', 'one', $3`;

export async function prepareRollback(): Promise<Rollback> {
  const scratch = await createScratch();
  const { session, database } = scratch;
  const directory = await mkdtemp(join(tmpdir(), 'roundtrip-backup-'));
  const path = (name: string) => join(directory, name);
  const clear = async () => {
    const { rows } = await session.query<{ schema: string }>(SCHEMAS);
    for (const { schema } of rows) await session.query(`DROP SCHEMA ${schema} CASCADE`);
    await session.query(`${EMPTY}; ${CREATE_HISTORY}`);
    for (const file of await readdir(directory)) await rm(path(file));
  };
  await clear();
  const record = (direction: 'up' | 'down', detail: object | null) => {
    const table = quoteQualified(bookkeeping.schema, bookkeeping.name);
    return session.query(RECORD, [table, direction, detail && JSON.stringify(detail)]);
  };
  const destroyedBy = async (sql: string) => {
    const before = await readStoredData(session, { readIn: 'open transaction', bookkeeping });
    await session.query('SAVEPOINT looking');
    await session.query(sql);
    const after = await readStoredData(session, { readIn: 'open transaction', bookkeeping });
    await session.query('ROLLBACK TO SAVEPOINT looking; RELEASE SAVEPOINT looking');
    return findDestroyed(before, after, [sql]);
  };
  return {
    scratch,
    directory,
    path,
    down: async (sql, name = 'backup', progress = () => undefined) => {
      let backup: PendingBackup | undefined;
      await session.query('BEGIN');
      try {
        const origin = { tool: '0', server: '0', database: database.name, migrations: ['1_change'] };
        const losses = await destroyedBy(sql);
        backup = await writeBackup(session, { path: path(name), losses, origin, progress });
        await session.query(sql);
        await session.query("DELETE FROM public.pgmigrations WHERE name = '1_change'");
        await record('down', { backup: backup.digest });
        await backup.publish();
        await session.query('COMMIT');
      } catch (error) {
        await session.query('ROLLBACK');
        await backup?.discard();
        throw error;
      }
    },
    up: async (sql) => {
      await session.query('BEGIN');
      try {
        await session.query(sql);
        await session.query("INSERT INTO public.pgmigrations (name, run_on) VALUES ('1_change', now())");
        await record('up', null);
        await session.query('COMMIT');
      } catch (error) {
        await session.query('ROLLBACK');
        throw error;
      }
    },
    restore: async (name = 'backup') => {
      const config = await readConfig({ flags: {}, env: { DATABASE_URL: scratch.url }, cwd: directory });
      const options = { path: path(name), signal: uninterruptible, progress: () => undefined };
      return withBackup(options, (backup) =>
        restoreBackup({
          database,
          config,
          backup,
          unapplied: 'refused',
          unrecorded: 'refused',
          signal: uninterruptible,
          observer: { progress: () => undefined, locking: () => undefined },
        }),
      );
    },
    manifest: (name = 'backup') =>
      withBackup({ path: path(name), signal: uninterruptible, progress: () => undefined }, ({ manifest }) =>
        Promise.resolve(manifest),
      ),
    lines: async (query) => {
      const { rows } = await session.query<{ line: string }>(`SELECT q::text AS line FROM (${query}) AS q`);
      return rows.map(({ line }) => line);
    },
    clear,
    end: async () => {
      await scratch.drop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
