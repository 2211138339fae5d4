import { join, resolve } from 'node:path';
import { RoundtripError, UsageError } from '../errors.js';
import { readConfigFile, type FileSettings } from './config-file.js';
import { connectionFromPgVariables, parseConnectionUrl, type ConnectionSettings } from './connection.js';

/** Where a command works. */
export type DatabaseTarget =
  | { readonly kind: 'server'; readonly connection: ConnectionSettings }
  | { readonly kind: 'embedded'; readonly directory: string };

/** Everything a command needs to know, complete and checked; nobody else reads flags or environment. */
export interface Config {
  /** Absolute path of the project: the folder that the command runs in. */
  readonly projectDirectory: string;
  /** For migrations: a direct connection. */
  readonly database: DatabaseTarget;
  /** For seeds, which may go through a pooler. */
  readonly seedDatabase: DatabaseTarget;
  readonly migrations: MigrationsConfig;
  readonly limits: Limits;
  readonly seedsDirectory: string;
  readonly environment: 'production' | 'other';
}

export interface MigrationsConfig {
  /** Absolute path of the folder with the migration files. */
  readonly directory: string;
  readonly table: string;
  /** Schema of the migrations table; the first of `schemas` unless set. */
  readonly tableSchema: string;
  /** The search path that migrations run with: always set, as node-pg-migrate's command does. */
  readonly schemas: readonly string[];
  /** Schemas that are created where they are missing, before anything else. */
  readonly createSchemas: readonly string[];
  readonly ignorePattern: string | undefined;
  readonly checkOrder: 'enforced' | 'off';
  readonly decamelize: 'on' | 'off';
  readonly tsconfigPaths: boolean | string | undefined;
}

export interface Limits {
  /** Seconds to wait for another run of migrations to end. */
  readonly lockWait: number;
  /** Milliseconds that a statement waits for a lock; 0 waits for ever. */
  readonly lockTimeout: number;
  /** Milliseconds that a statement may run; 0 is unlimited. */
  readonly statementTimeout: number;
}

/** What the command line says, before it is trusted. */
export interface Flags {
  readonly databaseUrl?: string | undefined;
  readonly embedded?: boolean | undefined;
  readonly migrationsDir?: string | undefined;
  readonly migrationsTable?: string | undefined;
  readonly migrationsSchema?: string | undefined;
  readonly schema?: readonly string[] | undefined;
  readonly configFile?: string | undefined;
  readonly checkOrder?: boolean | undefined;
  readonly lockWait?: string | undefined;
  readonly lockTimeout?: string | undefined;
  readonly statementTimeout?: string | undefined;
  readonly seedsDir?: string | undefined;
}

export interface ConfigInput {
  readonly flags: Flags;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** Waiting longer than this for a lock stalls every reader that queues up behind the statement. */
const defaultLockTimeout = '10s';

/**
 * Turns flags, environment and configuration file into one frozen Config.
 * @throws UsageError listing every mistake at once
 */
export async function readConfig(input: ConfigInput): Promise<Config> {
  const file = await readConfigFile({ directory: input.cwd, file: input.flags.configFile });
  const mistakes = new Mistakes();
  const config: Config = {
    projectDirectory: input.cwd,
    database: mistakes.collect(() => databaseTarget(input, file, 'direct')) ?? embedded(input.cwd),
    seedDatabase: mistakes.collect(() => databaseTarget(input, file, 'pooled')) ?? embedded(input.cwd),
    migrations: migrationsConfig(input, file),
    limits: readLimits(input.flags, mistakes),
    seedsDirectory: resolve(input.cwd, input.flags.seedsDir ?? 'seeds'),
    environment: input.env.NODE_ENV === 'production' ? 'production' : 'other',
  };
  mistakes.throwIfAny();
  return Object.freeze(config);
}

function migrationsConfig({ flags, cwd }: ConfigInput, file: FileSettings): MigrationsConfig {
  const asked = flags.schema ?? (file.schema === undefined ? undefined : [file.schema].flat());
  const schemas = asked?.length ? asked : ['public'];
  const tableSchema = flags.migrationsSchema ?? file['migrations-schema'] ?? schemas[0] ?? 'public';
  return {
    directory: resolve(cwd, flags.migrationsDir ?? file['migrations-dir'] ?? 'migrations'),
    table: flags.migrationsTable ?? file['migrations-table'] ?? 'pgmigrations',
    tableSchema,
    schemas,
    createSchemas: [
      ...(file['create-schema'] === true ? schemas : []),
      ...(file['create-migrations-schema'] === true ? [tableSchema] : []),
    ],
    ignorePattern: file['ignore-pattern'],
    checkOrder: (flags.checkOrder ?? file['check-order']) === false ? 'off' : 'enforced',
    decamelize: file.decamelize === true ? 'on' : 'off',
    tsconfigPaths: file['tsconfig-paths'],
  };
}

function embedded(cwd: string): DatabaseTarget {
  return { kind: 'embedded', directory: join(cwd, '.roundtrip') };
}

function databaseTarget(
  { flags, env, cwd }: ConfigInput,
  file: FileSettings,
  use: 'direct' | 'pooled',
): DatabaseTarget {
  if (flags.embedded) return embedded(cwd);
  const connection = connectionSettings(flags, env, { file, use });
  return connection ? { kind: 'server', connection } : embedded(cwd);
}

function connectionSettings(
  flags: Flags,
  env: ConfigInput['env'],
  { file, use }: { readonly file: FileSettings; readonly use: 'direct' | 'pooled' },
): ConnectionSettings | undefined {
  if (flags.databaseUrl !== undefined) return parseConnectionUrl(flags.databaseUrl, '--database-url');
  const pooled = file['database-url-var'] ?? 'DATABASE_URL';
  const names = use === 'direct' ? ['DATABASE_URL_UNPOOLED', pooled] : [pooled, 'DATABASE_URL_UNPOOLED'];
  for (const name of names) {
    const url = env[name];
    if (url) return parseConnectionUrl(url, name);
  }
  if (file.url) return parseConnectionUrl(file.url, 'url in the configuration file');
  return connectionFromFile(file) ?? connectionFromPgVariables(env);
}

function connectionFromFile(file: FileSettings): ConnectionSettings | undefined {
  const database = file.database ?? file.name;
  if (file.host === undefined && database === undefined) return undefined;
  return {
    source: 'the configuration file',
    host: file.host ?? 'localhost',
    port: file.port ?? 5432,
    user: file.user,
    password: file.password,
    database,
    ssl: false,
    sslFallback: 'none',
  };
}

function readLimits(flags: Flags, mistakes: Mistakes): Limits {
  return {
    lockWait: mistakes.collect(() => parseSeconds(flags.lockWait ?? '0', '--lock-wait')) ?? 0,
    lockTimeout:
      mistakes.collect(() => parseDuration(flags.lockTimeout ?? defaultLockTimeout, '--lock-timeout')) ?? 0,
    statementTimeout:
      mistakes.collect(() => parseDuration(flags.statementTimeout ?? '0', '--statement-timeout')) ?? 0,
  };
}

function parseSeconds(text: string, flag: string): number {
  const seconds = Number(text);
  if (text.trim() !== '' && seconds >= 0 && Number.isFinite(seconds)) return seconds;
  throw new UsageError(`${flag} ${text} is not a number of seconds`, { remedy: `For example ${flag} 30.` });
}

const milliseconds: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 };

/** A duration as PostgreSQL writes it: `500ms`, `10s`, `5min`; a bare number is milliseconds. */
function parseDuration(text: string, flag: string): number {
  const match = /^(\d+)\s*(ms|s|min|h)?$/.exec(text.trim());
  if (match) return Number(match[1]) * (milliseconds[match[2] ?? 'ms'] ?? 1);
  throw new UsageError(`${flag} ${text} is not a duration`, {
    remedy: `For example ${flag} 500ms, ${flag} 10s, ${flag} 5min, or 0 for no limit.`,
  });
}

/** Gathers errors, so that a user learns of all mistakes in one go. */
class Mistakes {
  readonly #errors: RoundtripError[] = [];

  collect<T>(parse: () => T): T | undefined {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof RoundtripError)) throw error;
      this.#errors.push(error);
      return undefined;
    }
  }

  throwIfAny(): void {
    const distinct = new Map(this.#errors.map((error) => [error.message, error.remedy]));
    if (distinct.size === 0) return;
    throw new UsageError([...distinct.keys()].join('\n'), {
      remedy: [...new Set([...distinct.values()].filter((remedy) => remedy !== undefined))].join('\n'),
    });
  }
}
