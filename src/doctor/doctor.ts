import { readConfig, type Config, type ConfigInput } from '../config/config.js';
import { withDatabase, withScratchServer } from '../database/open-database.js';
import type { Database, Session } from '../database/session.js';
import { withSession } from '../database/with-session.js';
import { DatabaseError } from '../errors.js';
import type { MigrationFile } from '../migrations/migration-file.js';
import { problemOf, type Check } from './check.js';
import { checkExtensions, checkLocale, checkServer, checkStatus } from './check-database.js';
import { checkEngine, checkFolders, checkNode, checkSettings } from './check-project.js';
import { checkRole } from './check-role.js';
import { neededExtensions } from './needed-extensions.js';

export interface Diagnosis {
  readonly verdict: 'well' | 'problems' | 'no-server';
  readonly checks: readonly Check[];
}

export interface DoctorOptions extends ConfigInput {
  /** Version of Node.js: `20.19.0`. */
  readonly nodeVersion: string;
  readonly signal: AbortSignal;
}

/** Looks at everything that the commands need, and changes nothing. */
export async function diagnose(options: DoctorOptions): Promise<Diagnosis> {
  const node = checkNode(options.nodeVersion);
  const config = await readConfig(options).catch((error: unknown) => problemOf('settings', error));
  if ('status' in config) return concluded([node, config]);
  const folders = await checkFolders(config);
  const local = [node, ...checkSettings(config), await checkEngine(config), ...folders.checks];
  try {
    return concluded([...local, ...(await checkOnServer(config, folders.files, options))]);
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return { verdict: 'no-server', checks: [...local, problemOf('server', error)] };
  }
}

function concluded(checks: readonly Check[]): Diagnosis {
  const verdict = checks.some(({ status }) => status === 'problem') ? 'problems' : 'well';
  return { verdict, checks };
}

/** Without a configured server, checks the extensions of a temporary embedded one. */
function checkOnServer(
  config: Config,
  files: readonly MigrationFile[],
  { signal }: DoctorOptions,
): Promise<readonly Check[]> {
  const look = (database: Database) =>
    withSession(database, async (session) => [
      checkServer(database),
      ...(await checkExtensions(session, await extensionsOf(config, files))),
      ...(config.database.kind === 'server' ? await checkTarget(session, config) : []),
    ]);
  return config.database.kind === 'server'
    ? withDatabase(config.database, { signal }, look)
    : withScratchServer(config.database, { signal }, look);
}

async function extensionsOf({ extensions }: Config, files: readonly MigrationFile[]) {
  return [...new Set([...extensions, ...(await neededExtensions(files))])].sort();
}

async function checkTarget(session: Session, config: Config): Promise<readonly Check[]> {
  return [
    ...(await checkRole(session, config.migrations)),
    ...(await checkLocale(session)),
    ...(await checkStatus(session, config)),
  ];
}
