import { join, resolve } from 'node:path';
import { UsageError } from '../errors.js';
import { readConfigFile, type FileSettings } from './config-file.js';
import { connectionFromPgVariables, parseConnectionUrl, type ConnectionSettings } from './connection.js';
import { readLimits, type LimitFlags, type Limits } from './limits.js';
import { Mistakes } from './mistakes.js';
import { readProjectFile, type VerifySettings } from './project-file.js';

/** Where a command works. */
export type DatabaseTarget =
  | { readonly kind: 'server'; readonly connection: ConnectionSettings }
  | {
      readonly kind: 'embedded';
      readonly directory: string;
      /** Asked for with --embedded, or taken since nothing names a server. */
      readonly why: 'asked' | 'nothing named';
    };

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
  readonly verify: VerifySettings;
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

/** What the command line says, before it is trusted. */
export interface Flags extends LimitFlags {
  readonly databaseUrl?: string | undefined;
  readonly embedded?: boolean | undefined;
  readonly migrationsDir?: string | undefined;
  readonly migrationsTable?: string | undefined;
  readonly migrationsSchema?: string | undefined;
  readonly schema?: readonly string[] | undefined;
  readonly configFile?: string | undefined;
  readonly checkOrder?: boolean | undefined;
  readonly seedsDir?: string | undefined;
}

export interface ConfigInput {
  readonly flags: Flags;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/**
 * Turns flags, environment and configuration file into one frozen Config.
 * @throws UsageError listing every mistake at once
 */
export async function readConfig(input: ConfigInput): Promise<Config> {
  const file = await readConfigFile({ directory: input.cwd, file: input.flags.configFile });
  const mistakes = new Mistakes();
  const project = await readProjectFile(input.cwd, mistakes);
  const database =
    mistakes.collect(() => databaseTarget(input, file, 'direct')) ?? embedded(input.cwd, 'nothing named');
  const config: Config = {
    projectDirectory: input.cwd,
    database,
    seedDatabase:
      mistakes.collect(() => databaseTarget(input, file, 'pooled')) ?? embedded(input.cwd, 'nothing named'),
    migrations: migrationsConfig(input, file, mistakes),
    limits: readLimits(input.flags, mistakes, optionsOf(database)),
    seedsDirectory: resolve(input.cwd, input.flags.seedsDir ?? 'seeds'),
    environment: input.env.NODE_ENV === 'production' ? 'production' : 'other',
    verify: project.verify,
  };
  mistakes.throwIfAny();
  return Object.freeze(config);
}

function optionsOf(target: DatabaseTarget): string | undefined {
  return target.kind === 'server' ? target.connection.options : undefined;
}

function migrationsConfig(
  { flags, cwd }: ConfigInput,
  file: FileSettings,
  mistakes: Mistakes,
): MigrationsConfig {
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
    ignorePattern: mistakes.collect(() => parsePattern(file['ignore-pattern'])),
    checkOrder: (flags.checkOrder ?? file['check-order']) === false ? 'off' : 'enforced',
    decamelize: file.decamelize === true ? 'on' : 'off',
    tsconfigPaths: file['tsconfig-paths'],
  };
}

type Embedded = Extract<DatabaseTarget, { kind: 'embedded' }>;

function embedded(cwd: string, why: Embedded['why']): DatabaseTarget {
  return { kind: 'embedded', directory: join(cwd, '.roundtrip'), why };
}

function databaseTarget(
  { flags, env, cwd }: ConfigInput,
  file: FileSettings,
  use: 'direct' | 'pooled',
): DatabaseTarget {
  if (flags.embedded) return embedded(cwd, 'asked');
  const connection = connectionSettings(flags, env, { file, use });
  return connection ? { kind: 'server', connection } : embedded(cwd, 'nothing named');
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
    const url = env[name]?.trim();
    if (url) return parseConnectionUrl(url, name);
  }
  if (file.url) return parseConnectionUrl(file.url, 'url in the configuration file');
  const connection = connectionFromFile(file);
  if (!connection) refuseEmpty(names, env);
  return connection ?? connectionFromPgVariables(env);
}

/** A secret that is missing sets its variable to nothing: another database must not be taken instead. */
function refuseEmpty(names: readonly string[], env: ConfigInput['env']): void {
  const empty = names.find((name) => env[name] !== undefined);
  if (empty === undefined) return;
  throw new UsageError(`${empty} is set, and it is empty`, {
    remedy: 'Give it a URL; or unset it, and ask for the embedded server with --embedded.',
  });
}

function connectionFromFile(file: FileSettings): ConnectionSettings | undefined {
  const database = file.database ?? file.name;
  if (file.host === undefined && database === undefined) return undefined;
  return {
    source: 'the configuration file',
    host: file.host ?? 'localhost',
    port: Number(file.port ?? 5432),
    user: file.user,
    password: file.password,
    database,
    ssl: file.ssl ?? false,
    sslFallback: 'none',
  };
}

function parsePattern(pattern: string | undefined): string | undefined {
  if (pattern === undefined) return undefined;
  try {
    new RegExp(pattern);
    return pattern;
  } catch (cause) {
    throw new UsageError(`ignore-pattern ${pattern} is not a regular expression`, {
      remedy: String(cause),
      cause,
    });
  }
}
