import type { ConfigFile } from './config-file.js';
import type { Flags } from './flags.js';
import type { LimitFlags } from './limits.js';
import type { ProjectFile } from './project-file.js';
import { searchPathOf } from './schema-source.js';

/** Settings that several places may give. */
export interface Settings extends LimitFlags {
  readonly migrationsDir?: readonly string[] | undefined;
  readonly migrationsTable?: string | undefined;
  readonly migrationsSchema?: string | undefined;
  readonly schema?: readonly string[] | undefined;
  readonly createSchema?: boolean | undefined;
  readonly createMigrationsSchema?: boolean | undefined;
  readonly databaseUrlVar?: string | undefined;
  readonly ignorePattern?: string | undefined;
  readonly checkOrder?: boolean | undefined;
  readonly decamelize?: boolean | undefined;
  readonly tsconfigPaths?: boolean | string | undefined;
  readonly seedsDir?: string | undefined;
}

/** Source of each setting. */
export type Origins = ReadonlyMap<keyof Settings, string>;

interface Layers {
  readonly flags: Flags;
  readonly project: ProjectFile;
  readonly file: ConfigFile;
}

interface Layer {
  readonly source: string;
  readonly settings: Settings;
}

/**
 * The precedence: a flag, the settings of the project, node-pg-migrate's configuration, the default. The
 * environment only selects the database (`databaseTarget`), unless a flag does.
 */
export function mergeLayers({ flags, project, file }: Layers): {
  readonly settings: Settings;
  readonly origins: Origins;
} {
  return merge([
    { source: 'the command line', settings: ofFlags(flags) },
    { source: project.source ?? '', settings: ofProject(project) },
    { source: file.source ?? '', settings: ofNodePgMigrate(file) },
  ]);
}

function merge(layers: readonly Layer[]) {
  const origins = new Map<keyof Settings, string>();
  const merged: Record<string, unknown> = {};
  for (const { source, settings } of layers) {
    for (const [key, value] of Object.entries(settings) as [keyof Settings, unknown][]) {
      if (value === undefined || origins.has(key)) continue;
      origins.set(key, source);
      merged[key] = value;
    }
  }
  return { settings: merged as Settings, origins };
}

function ofFlags(flags: Flags): Settings {
  const { migrationsDir, migrationsTable, migrationsSchema, schema, checkOrder, seedsDir } = flags;
  const { lockWait, lockTimeout, statementTimeout, idleInTransactionTimeout } = flags;
  return {
    migrationsDir: listOf(migrationsDir),
    schema: listOf(schema),
    migrationsTable,
    migrationsSchema,
    checkOrder,
    seedsDir,
    lockWait,
    lockTimeout,
    statementTimeout,
    idleInTransactionTimeout,
  };
}

function ofProject({ settings }: ProjectFile): Settings {
  const { migrationsDir, migrationsTable, migrationsSchema, checkOrder, seedsDir } = settings;
  const { lockWait, lockTimeout, statementTimeout, idleInTransactionTimeout } = settings;
  const { createSchema, createMigrationsSchema, databaseUrlVar } = settings;
  const { ignorePattern, decamelize, tsconfigPaths } = settings;
  return {
    migrationsDir: listOf(migrationsDir),
    schema: listOf(searchPathOf(settings)),
    lockWait: lockWait?.toString(),
    migrationsTable,
    migrationsSchema,
    checkOrder,
    seedsDir,
    lockTimeout,
    statementTimeout,
    idleInTransactionTimeout,
    createSchema,
    createMigrationsSchema,
    databaseUrlVar,
    ignorePattern,
    decamelize,
    tsconfigPaths,
  };
}

function ofNodePgMigrate({ settings }: ConfigFile): Settings {
  return {
    migrationsDir: listOf(settings['migrations-dir']),
    migrationsTable: settings['migrations-table'],
    migrationsSchema: settings['migrations-schema'],
    schema: listOf(settings.schema),
    createSchema: settings['create-schema'],
    createMigrationsSchema: settings['create-migrations-schema'],
    databaseUrlVar: settings['database-url-var'],
    ignorePattern: settings['ignore-pattern'],
    checkOrder: settings['check-order'],
    decamelize: settings.decamelize,
    tsconfigPaths: settings['tsconfig-paths'],
  };
}

/** An empty list counts as not set. */
function listOf(value: string | readonly string[] | undefined): readonly string[] | undefined {
  const values = value === undefined ? [] : [value].flat();
  return values.length === 0 ? undefined : values;
}
