import { resolve } from 'node:path';
import { UsageError } from '../errors.js';
import { readConfigFile, type ConfigFile } from './config-file.js';
import { databaseTarget, embedded, type DatabaseTarget } from './database-target.js';
import { mergeLayers, type Origins, type Settings } from './layers.js';
import type { ConfigInput } from './flags.js';
import { readLimits, type Limits } from './limits.js';
import { Mistakes } from './mistakes.js';
import { readProjectFile, type ProjectFile, type ProjectSource } from './project-file.js';
import type { AcceptSetting, ProjectSettings } from './project-shape.js';
import { parseSize } from './size.js';
import { schemaSourceOf } from './schema-source.js';

export type { DatabaseTarget } from './database-target.js';
export type { ConfigInput, Flags } from './flags.js';

/** Complete, validated configuration. No other code reads flags or the environment. */
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
  /** The set that `seed` and `reset` run. */
  readonly seedSet: string;
  readonly environment: 'production' | 'other';
  readonly prove: ProveSettings;
  readonly verify: VerifySettings;
  readonly keep: KeepSettings;
  readonly lint: LintSettings;
  /** What `generate` and `push` compare the migrations with: a path or URL. */
  readonly schemaSource: string | undefined;
  /** Command lines that run after migrations have run. */
  readonly hooks: HookSettings;
  /** Names of extensions that a server must offer. */
  readonly extensions: readonly string[];
  readonly sources: ConfigSources;
}

/** Defaults of `prove` for flags that are not given. */
export interface ProveSettings {
  readonly rows: 'generate' | 'existing' | 'none';
  readonly seed: string | undefined;
  readonly strict: 'on' | 'off';
  /** Findings that the whole project accepts. */
  readonly accept: readonly AcceptSetting[];
}

/** Defaults of `up`, `down` and `redo` for flags that are not given. */
export interface KeepSettings {
  readonly mode: 'keep' | 'restore';
  /** Maximum number of bytes that a step may copy. */
  readonly limit: number;
}

export interface HookSettings {
  readonly afterUp: string | undefined;
  readonly afterDown: string | undefined;
}

export interface LintSettings {
  /** Severities by the id of a rule, which are not checked here. */
  readonly rules: Readonly<Record<string, 'off' | 'info' | 'warning' | 'error'>>;
  readonly baseline: string | undefined;
  readonly maxWarnings: number | undefined;
}

export interface VerifySettings {
  /** Differences that `verify` ignores because they do not come from the migrations. */
  readonly ignore: readonly IgnoreSetting[];
  /** Other projects that migrate the same database. */
  readonly others: readonly OtherSetting[];
}

export interface OtherSetting {
  /** Its migrations table, as the report has the name: `billing.pgmigrations`. */
  readonly table: string;
  /** Objects that it manages: a kind and a name in which `*` matches anything. */
  readonly owns: readonly string[];
}

export type IgnoreSetting = NonNullable<NonNullable<ProjectSettings['verify']>['ignore']>[number];

/** Sources of the settings, for `doctor`. */
export interface ConfigSources {
  /** File with the settings of the project, if any. */
  readonly project: ProjectSource | undefined;
  /** node-pg-migrate's configuration: a file, or the config package; `undefined` where there is none. */
  readonly nodePgMigrate: string | undefined;
  /** Source of each setting that is not the default. */
  readonly origins: Origins;
  /** Settings of node-pg-migrate's configuration that have no effect here, in a sentence each. */
  readonly unused: readonly string[];
}

export interface MigrationsConfig {
  /**
   * Absolute paths of the migration folders, whose files are ordered together; new files are created in the
   * first.
   */
  readonly directories: readonly [string, ...string[]];
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

/**
 * Turns flags, environment and configuration files into one frozen Config.
 * @throws UsageError listing every mistake at once
 */
export async function readConfig(input: ConfigInput): Promise<Config> {
  const mistakes = new Mistakes();
  const project = await readProjectFile(input.cwd, mistakes);
  const file = await readConfigFile({
    directory: input.cwd,
    file: input.flags.configFile ?? project.settings.configFile,
    section: project.settings.configSection,
  }).catch((error: unknown) => {
    mistakes.note(error);
    return noFile;
  });
  const config = completeConfig({ input, project, file }, mistakes);
  mistakes.throwIfAny();
  return Object.freeze(config);
}

const noFile: ConfigFile = { settings: {}, source: undefined, unused: [] };

interface Sources {
  readonly input: ConfigInput;
  readonly project: ProjectFile;
  readonly file: ConfigFile;
}

function completeConfig({ input, project, file }: Sources, mistakes: Mistakes): Config {
  const { cwd } = input;
  const { settings, origins } = mergeLayers({ flags: input.flags, project, file });
  const urlVariable = settings.databaseUrlVar;
  const connection = { ...file.settings, ...(urlVariable ? { 'database-url-var': urlVariable } : {}) };
  const target = (use: 'direct' | 'pooled') =>
    mistakes.collect(() => databaseTarget(input, connection, use)) ?? embedded(cwd, 'nothing named');
  const database = target('direct');
  return {
    projectDirectory: cwd,
    database,
    seedDatabase: target('pooled'),
    migrations: migrationsConfig(settings, cwd, mistakes),
    limits: readLimits(settings, mistakes, optionsOf(database)),
    seedsDirectory: resolve(cwd, settings.seedsDir ?? 'seeds'),
    environment: input.env.NODE_ENV === 'production' ? 'production' : 'other',
    schemaSource: schemaSourceOf(project.settings),
    ...projectWide(project.settings),
    sources: { project: project.source, nodePgMigrate: file.source, origins, unused: file.unused },
  };
}

type ProjectWide = Pick<Config, 'seedSet' | 'prove' | 'verify' | 'keep' | 'extensions' | 'lint' | 'hooks'>;

function projectWide(settings: ProjectSettings): ProjectWide {
  const { seedSet, prove, accept, verify, extensions, lint, keep, keepLimit, hooks } = settings;
  return {
    seedSet: seedSet ?? 'development',
    prove: {
      rows: prove?.rows ?? 'generate',
      seed: prove?.seed,
      strict: prove?.strict ? 'on' : 'off',
      accept: accept ?? [],
    },
    verify: {
      ignore: verify?.ignore ?? [],
      others: (verify?.others ?? []).map(({ table, owns }) => ({ table, owns: owns ?? [] })),
    },
    keep: {
      mode: keep ? 'keep' : 'restore',
      limit: keepLimit === undefined ? 2 ** 30 : parseSize(keepLimit, 'keepLimit'),
    },
    lint: { rules: lint?.rules ?? {}, baseline: lint?.baseline, maxWarnings: lint?.maxWarnings },
    hooks: { afterUp: hooks?.afterUp, afterDown: hooks?.afterDown },
    extensions: extensions ?? [],
  };
}

function optionsOf(target: DatabaseTarget): string | undefined {
  return target.kind === 'server' ? target.connection.options : undefined;
}

function migrationsConfig(settings: Settings, cwd: string, mistakes: Mistakes): MigrationsConfig {
  const [schema = 'public', ...others] = settings.schema ?? [];
  const schemas = [schema, ...others];
  const tableSchema = settings.migrationsSchema ?? schema;
  const [first = resolve(cwd, 'migrations'), ...more] = new Set(
    settings.migrationsDir?.map((one) => resolve(cwd, one)),
  );
  return {
    directories: [first, ...more],
    table: settings.migrationsTable ?? 'pgmigrations',
    tableSchema,
    schemas,
    createSchemas: [
      ...(settings.createSchema ? schemas : []),
      ...(settings.createMigrationsSchema ? [tableSchema] : []),
    ],
    ignorePattern: mistakes.collect(() => parsePattern(settings.ignorePattern)),
    checkOrder: settings.checkOrder === false ? 'off' : 'enforced',
    decamelize: settings.decamelize ? 'on' : 'off',
    tsconfigPaths: settings.tsconfigPaths,
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
