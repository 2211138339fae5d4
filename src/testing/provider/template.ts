import type { Config } from '../../config/config.js';
import { statementLimits } from '../../config/limits.js';
import type { CatalogState } from '../../catalog/read/catalog-state.js';
import { stopIfInterrupted } from '../../database/interruption.js';
import type { Database, Session } from '../../database/session.js';
import { withSession } from '../../database/with-session.js';
import type { Migration } from '../../migrations/migration.js';
import { ScratchRun } from '../../scratch-run/scratch-run.js';
import { applySeedFiles } from '../../seed/apply-seed-files.js';
import type { SeedFile } from '../../seed/seed-files.js';
import type { TestServer } from './test-server.js';

/** A database of which test databases are copies. */
export interface Template {
  readonly database: Database;
  /** Present if the database itself has settings, privileges or a comment, which PostgreSQL does not copy. */
  readonly ownProperties: CatalogState | undefined;
}

export interface BuildOptions {
  readonly server: TestServer;
  readonly config: Config;
  readonly signal: AbortSignal;
}

/** Applies migrations to a new database. */
export async function migrateTemplate(
  migrations: readonly Migration[],
  options: BuildOptions,
): Promise<Template> {
  return withNewDatabase(options.server, undefined, async (database) => {
    const run = await openRun(database, options);
    try {
      for (const migration of migrations) {
        stopIfInterrupted(options.signal);
        await run.runUnobserved({ migration, direction: 'up' });
      }
      await run.observe();
      const isSet = await hasOwnProperties(run.catalogSession);
      return { database, ownProperties: isSet ? run.state : undefined };
    } finally {
      await run.close();
    }
  });
}

/** Loads seeds into a copy of a template. */
export async function seedTemplate(
  template: Template,
  files: readonly SeedFile[],
  options: BuildOptions,
): Promise<Template> {
  const { server, config } = options;
  return withNewDatabase(server, template, async (database) => {
    await restoreProperties(template, database, options);
    const nothing = () => Promise.resolve();
    await withSession(database, (session) =>
      applySeedFiles(session, { files, config: config.migrations }, nothing),
    );
    return { ...template, database };
  });
}

/** Creates a copy of a template. */
export async function copyTemplate(template: Template, options: BuildOptions): Promise<Database> {
  return withNewDatabase(options.server, template, async (database) => {
    await restoreProperties(template, database, options);
    return database;
  });
}

async function restoreProperties(
  { ownProperties }: Template,
  database: Database,
  options: BuildOptions,
): Promise<void> {
  if (ownProperties === undefined) return;
  const run = await openRun(database, options, ownProperties);
  await run.close();
}

function openRun(
  database: Database,
  { server, config }: BuildOptions,
  copied?: CatalogState,
): Promise<ScratchRun> {
  const { clusterGuard } = server;
  const limits = statementLimits(config.limits);
  return ScratchRun.open(
    { database, config: config.migrations, limits, reading: 'whole', clusterGuard },
    copied,
  );
}

/** Creates a database for `action`, and drops it if that fails. */
async function withNewDatabase<T>(
  { scratch, database: { server } }: TestServer,
  template: Template | undefined,
  action: (database: Database) => Promise<T>,
): Promise<T> {
  // An embedded server does not wait for the disk.
  const copying = server.kind === 'embedded' ? 'files' : 'log';
  const database = await scratch.create({ template: template?.database, copying });
  try {
    return await action(database);
  } catch (error) {
    await scratch.drop(database);
    throw error;
  }
}

/** What `CREATE DATABASE … TEMPLATE` does not copy (manual, CREATE DATABASE, notes). */
const OWN_PROPERTIES = `
  SELECT d.datacl IS NOT NULL OR d.datconnlimit <> -1
      OR pg_catalog.pg_get_userbyid(d.datdba) <> session_user
      OR pg_catalog.shobj_description(d.oid, 'pg_database') IS NOT NULL
      OR EXISTS (SELECT FROM pg_catalog.pg_db_role_setting s WHERE s.setdatabase = d.oid) AS present
  FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()`;

async function hasOwnProperties(session: Session): Promise<boolean> {
  const { rows } = await session.query<{ present: boolean }>(OWN_PROPERTIES);
  return rows[0]?.present === true;
}
