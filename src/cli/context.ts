import type { Config, Flags } from '../config/config.js';
import { assertDatabaseNamed } from '../config/named-database.js';
import type { Database } from '../database/session.js';
import type { OutputFlags, Terminal } from './terminal.js';

export type CommonFlags = Flags & OutputFlags & { readonly yes?: boolean | undefined };

/** Input of every command. */
export interface Context<F extends object = object> {
  readonly terminal: Terminal;
  readonly flags: CommonFlags & F;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly signal: AbortSignal;
}

/** Everything checked, before anything is opened. */
export async function configOf({ flags, env, cwd, terminal }: Context): Promise<Config> {
  const { readConfig } = await import('../config/config.js');
  const config = await readConfig({ flags, env, cwd });
  for (const unused of config.sources.unused) terminal.noteOnce(`note: ${unused}`);
  return config;
}

export interface UseOptions {
  readonly config: Config;
  readonly use: 'migrations' | 'seeds';
}

/** Opens the configured database and prints which one it is. */
export async function withConfiguredDatabase<T>(
  { terminal, signal }: Context,
  { config, use }: UseOptions,
  action: (database: Database) => Promise<T>,
): Promise<T> {
  await ensureProject(config);
  const { withDatabase } = await import('../database/open-database.js');
  const target = use === 'seeds' ? config.seedDatabase : config.database;
  assertDatabaseNamed(target, config);
  const pooler = use === 'seeds' ? 'allowed' : 'refused';
  return withDatabase(target, { signal, pooler }, (database) => {
    terminal.note(terminal.notePaint.dim(introduction(database)));
    return action(database);
  });
}

/**
 * Checks the names of the migrations before a server is started or deleted: the folder may be wrong, or the
 * project broken.
 */
export async function ensureProject({ migrations }: Config): Promise<void> {
  const { findMigrationFiles } = await import('../migrations/migration-file.js');
  await findMigrationFiles(migrations);
}

function introduction({ server, label, name }: Database): string {
  return server.kind === 'embedded'
    ? `PostgreSQL ${server.version}, embedded, database ${name} in .roundtrip/`
    : `PostgreSQL ${server.version}, ${label}`;
}
