import { readdir, readFile } from 'node:fs/promises';
import { UsageError, messageOf } from '../../errors.js';
import { loadTogether, type ModuleLoaderOptions } from '../../modules/load-module.js';

/** The settings of a Drizzle configuration that concern the schema. */
export interface DrizzleSettings {
  /** Paths of files and folders, in which `*` and `**` match anything. */
  readonly schema: readonly string[];
  readonly schemaFilter: readonly string[];
  readonly tablesFilter: readonly string[];
  readonly casing: 'snake_case' | 'camelCase' | undefined;
  /** Folder of drizzle-kit's own migrations, as it is written. */
  readonly out: string;
  /** The table in which drizzle-kit records its own migrations. */
  readonly migrationsTable: { readonly schema: string; readonly table: string };
}

type Content = Readonly<Record<string, unknown>>;

/** Whether a module exports a Drizzle configuration instead of a schema. */
export function isDrizzleConfig(path: string): boolean {
  return /(?:^|[\\/])[^\\/]*drizzle[^\\/]*\.config\.[mc]?[jt]s$|drizzle[^\\/]*\.config\.json$/i.test(path);
}

/** The configuration of drizzle-kit in the folder of a project, if there is one. */
export async function findDrizzleConfig(directory: string): Promise<string | undefined> {
  const names = await readdir(directory).catch(() => []);
  return names.filter((name) => /^drizzle\.config\.(?:[mc]?[jt]s|json)$/.test(name)).sort()[0];
}

/** @throws UsageError, MigrationFileError when it cannot be loaded, or is not about PostgreSQL */
export async function readDrizzleConfig(
  path: string,
  { label, ...options }: ModuleLoaderOptions & { readonly label: string },
): Promise<DrizzleSettings> {
  const content = await readContent(path, { label, ...options });
  const fail = (problem: string): never => {
    throw new UsageError(`${label}: ${problem}`, {
      remedy: 'https://orm.drizzle.team/docs/drizzle-config-file describes the settings.',
    });
  };
  const texts = (name: string): readonly string[] => {
    const list = [content[name] ?? []].flat();
    return list.every((item) => typeof item === 'string')
      ? list
      : fail(`${name} must be a text or a list of texts`);
  };
  const { dialect, casing, out } = content;
  if (dialect !== 'postgresql') {
    fail(
      dialect === undefined
        ? 'it has no dialect'
        : `the dialect is ${JSON.stringify(dialect)}, not "postgresql"`,
    );
  }
  if (casing !== undefined && casing !== 'snake_case' && casing !== 'camelCase')
    fail(`casing must be "snake_case" or "camelCase", not ${JSON.stringify(casing)}`);
  const schema = texts('schema');
  if (schema.length === 0) fail('it names no schema');
  return {
    schema,
    schemaFilter: texts('schemaFilter'),
    tablesFilter: texts('tablesFilter'),
    casing: casing as DrizzleSettings['casing'],
    out: typeof out === 'string' ? out : 'drizzle',
    migrationsTable: migrationsTableOf(content.migrations),
  };
}

async function readContent(
  path: string,
  { label, ...options }: ModuleLoaderOptions & { readonly label: string },
): Promise<Content> {
  if (path.endsWith('.json')) return parseJson(await readFile(path, 'utf8'), label);
  const [module = {}] = await loadTogether([path], options);
  const content: unknown = module.default ?? module;
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) return content as Content;
  throw new UsageError(`${label} exports no configuration of Drizzle`, {
    remedy: 'export default defineConfig({ dialect: "postgresql", schema: "…" })',
  });
}

function parseJson(text: string, label: string): Content {
  try {
    return JSON.parse(text) as Content;
  } catch (cause) {
    throw new UsageError(`${label} is not valid JSON: ${messageOf(cause)}`, { cause });
  }
}

function migrationsTableOf(migrations: unknown): DrizzleSettings['migrationsTable'] {
  const { schema, table } = (
    typeof migrations === 'object' && migrations !== null ? migrations : {}
  ) as Content;
  return {
    schema: typeof schema === 'string' ? schema : 'drizzle',
    table: typeof table === 'string' ? table : '__drizzle_migrations',
  };
}
