import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Settings found in a node-pg-migrate project, with the keys of `roundtrip.json`. */
export interface FoundProject {
  readonly settings: FoundSettings;
  /** Source of each setting, as text. */
  readonly sources: readonly string[];
}

export interface FoundSettings {
  readonly migrationsDir?: string | readonly string[];
  readonly migrationsTable?: string;
  readonly migrationsSchema?: string;
  readonly schema?: string | readonly string[];
  readonly configFile?: string;
  readonly databaseUrlVar?: string;
}

/** Usual folders of migrations, the most common first. */
const usualFolders = [
  'migrations',
  'db/migrations',
  'database/migrations',
  'src/migrations',
  'src/db/migrations',
  'src/database/migrations',
  'server/migrations',
];

/** Flags of node-pg-migrate's command that have an equal in `roundtrip.json`, short and long. */
const flags: Readonly<Record<string, keyof FoundSettings>> = {
  '-m': 'migrationsDir',
  '--migrations-dir': 'migrationsDir',
  '-t': 'migrationsTable',
  '--migrations-table': 'migrationsTable',
  '--migrations-schema': 'migrationsSchema',
  '-s': 'schema',
  '--schema': 'schema',
  '-f': 'configFile',
  '--config-file': 'configFile',
  '-d': 'databaseUrlVar',
  '--database-url-var': 'databaseUrlVar',
};

export interface FindProjectOptions {
  readonly directory: string;
  /** `known` where a flag or a configuration names the folder of the migrations. */
  readonly folder: 'known' | 'wanted';
}

/**
 * Reads the scripts of package.json that call node-pg-migrate; if they name no folder, checks the usual ones.
 */
export async function findProject({ directory, folder: wanted }: FindProjectOptions): Promise<FoundProject> {
  const scripts = Object.entries(await readScripts(directory)).filter(([, line]) =>
    /\bnode-pg-migrate\b/.test(line),
  );
  const [script, line] = scripts.find(([, one]) => one.includes(' -')) ?? [];
  const named = line === undefined ? {} : settingsIn(line);
  const sources =
    Object.keys(named).length === 0 ? [] : [`the script "${script ?? ''}" of package.json: ${line ?? ''}`];
  if (wanted === 'known' || named.migrationsDir !== undefined || named.configFile !== undefined)
    return { settings: named, sources };
  const folder = await firstWithMigrations(directory);
  return folder === undefined
    ? { settings: named, sources }
    : { settings: { migrationsDir: folder, ...named }, sources: [...sources, `the folder ${folder}`] };
}

async function readScripts(directory: string): Promise<Readonly<Record<string, string>>> {
  try {
    const content = JSON.parse(await readFile(join(directory, 'package.json'), 'utf8')) as {
      scripts?: Record<string, unknown>;
    };
    const scripts = Object.entries(content.scripts ?? {});
    return Object.fromEntries(scripts.filter((one): one is [string, string] => typeof one[1] === 'string'));
  } catch {
    return {};
  }
}

/** The first command of a script alone: what follows `&&`, `||`, `;` or `|` is another one. */
function settingsIn(line: string): FoundSettings {
  const command = line.slice(line.indexOf('node-pg-migrate')).split(/&&|\|\|?|;/, 1)[0] ?? '';
  const words = command.match(/"[^"]*"|'[^']*'|[^\s=]+/g) ?? [];
  const found: Partial<Record<keyof FoundSettings, string>> = {};
  for (const [index, word] of words.entries()) {
    const key = flags[word];
    const value = words[index + 1]?.replace(/^["']|["']$/g, '');
    if (key && value !== undefined && !value.startsWith('-')) found[key] = value;
  }
  return found;
}

async function firstWithMigrations(directory: string): Promise<string | undefined> {
  for (const folder of usualFolders) {
    const names = await readdir(join(directory, folder)).catch(() => []);
    if (names.some((name) => /^\d.*\.([mc]?[jt]s|sql)$/.test(name))) return folder;
  }
  return undefined;
}
