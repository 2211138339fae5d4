import { resolve } from 'node:path';
import { readConfig, type Config } from '../config/config.js';
import { readEnvFile } from '../config/env-file.js';
import { assertDatabaseNamed } from '../config/named-database.js';
import { withDatabase } from '../database/open-database.js';
import { stopIfInterrupted, uninterruptible } from '../database/interruption.js';
import type { Database } from '../database/session.js';
import { DatabaseError, RoundtripError, UnexpectedError } from '../errors.js';
import { findMigrationFiles } from '../migrations/migration-file.js';
import { explainError } from '../report/text/error-report.js';
import { hostEnvironment, withEnvironment } from './environment.js';
import {
  projectOptionNames,
  assertKnownOptions,
  type OptionNames,
  type ProjectOptions,
} from './project-options.js';

/** A project with its validated configuration. */
export interface Project {
  readonly config: Config;
  /** Absolute path of its folder. */
  readonly cwd: string;
  readonly signal: AbortSignal;
}

/**
 * Runs `action` with the configuration from the options, the files of the project and the environment.
 * @throws only RoundtripError: other errors are converted
 */
export async function withProject<O extends ProjectOptions, T>(
  options: O,
  ownNames: OptionNames<Omit<O, keyof ProjectOptions>>,
  action: (project: Project) => Promise<T>,
): Promise<T> {
  try {
    assertKnownOptions(options, { ...projectOptionNames, ...ownNames });
    const cwd = resolve(options.cwd ?? '.');
    const signal = options.signal ?? uninterruptible;
    stopIfInterrupted(signal);
    const env = environmentOf(cwd, options);
    return await withEnvironment(env, async () =>
      action({ config: await readConfig({ flags: options, env, cwd }), cwd, signal }),
    );
  } catch (error) {
    throw asOwnError(error);
  }
}

function environmentOf(cwd: string, { env: given = {} }: ProjectOptions) {
  const env = { ...hostEnvironment(), ...given };
  const isSet = Object.entries(env).filter(([, value]) => value !== undefined);
  const read = Object.fromEntries(isSet) as Record<string, string>;
  readEnvFile(cwd, read);
  return { ...env, ...read };
}

/** Opens the database that the configuration names. */
export async function withProjectDatabase<T>(
  { config, signal }: Project,
  use: 'migrations' | 'seeds',
  action: (database: Database) => Promise<T>,
): Promise<T> {
  // Fails in a wrong folder before a server is started.
  await findMigrationFiles(config.migrations);
  const target = use === 'seeds' ? config.seedDatabase : config.database;
  assertDatabaseNamed(target, config);
  return withDatabase(target, { signal, pooler: use === 'seeds' ? 'allowed' : 'refused' }, action);
}

function asOwnError(error: unknown): RoundtripError {
  if (error instanceof RoundtripError) return error;
  const { code, message, remedy = '' } = explainError(error);
  const details = { remedy, cause: error };
  return code === 'database' ? new DatabaseError(message, details) : new UnexpectedError(message, details);
}
