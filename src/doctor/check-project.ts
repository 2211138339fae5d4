import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import type { Config, MigrationsConfig } from '../config/config.js';
import { loadMigrations } from '../migrations/load-migrations.js';
import { findMigrationFiles, type MigrationFile } from '../migrations/migration-file.js';
import { checksOf, problemOf, type Check } from './check.js';

/** Oldest version of Node.js that runs the tool, as package.json says. */
const oldestNode = [20, 19] as const;

/** Major version of node-pg-migrate that runs the migrations. */
const engineMajor = 9;

export function checkNode(version: string): Check {
  const { ok, problem } = checksOf('node');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isEnough = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
  return isEnough
    ? ok(`Node.js ${version}`)
    : problem(`Node.js ${version}`, `Install Node.js ${oldestNode.join('.')} or later.`);
}

/** Checks the settings files, and lists the source of each setting. */
export function checkSettings({ sources }: Config): readonly Check[] {
  const { ok, note } = checksOf('settings');
  const files = [
    sources.project === 'package.json' ? 'the key "roundtrip" of package.json' : sources.project,
    sources.nodePgMigrate === undefined ? undefined : `${sources.nodePgMigrate} of node-pg-migrate`,
  ].filter((one) => one !== undefined);
  const taken = [...sources.origins].map(([key, source]) => `${key} from ${source}`);
  return [
    ok(`settings in ${files.length === 0 ? 'no file' : files.join(' and ')}`),
    ...(taken.length === 0 ? [] : [ok(taken.join(', '))]),
    ...sources.unused.map((unused) => note(unused)),
  ];
}

/** The version that the project itself has: this tool runs migrations with its own. */
export async function checkEngine({ projectDirectory }: Config): Promise<Check> {
  const { ok, note } = checksOf('node-pg-migrate');
  const version = await versionIn(projectDirectory);
  if (version === undefined)
    return ok(`migrations run with node-pg-migrate ${engineMajor}; the project does not depend on it`);
  return version.startsWith(`${engineMajor}.`)
    ? ok(`node-pg-migrate ${version} in the project`)
    : note(
        `node-pg-migrate ${version} in the project; roundtrip runs migrations with version ${engineMajor}`,
        `Read the changelog up to version ${engineMajor}: an operation may generate different SQL. roundtrip up --dry-run prints the SQL.`,
      );
}

async function versionIn(directory: string): Promise<string | undefined> {
  const require = createRequire(join(directory, 'package.json'));
  try {
    const text = await readFile(require.resolve('node-pg-migrate/package.json'), 'utf8');
    return (JSON.parse(text) as { version: string }).version;
  } catch {
    return undefined;
  }
}

export interface FolderChecks {
  readonly checks: readonly Check[];
  /** Empty where they cannot be found. */
  readonly files: readonly MigrationFile[];
}

/** Folders, number of files, their names, and whether every file can be loaded. */
export async function checkFolders({ migrations, projectDirectory }: Config): Promise<FolderChecks> {
  const { ok, note } = checksOf('migrations');
  const folders = migrations.directories.map((one) => relative(projectDirectory, one) || '.').join(', ');
  try {
    const files = await findMigrationFiles(migrations);
    if (files.length === 0)
      return { files, checks: [note(`no migrations in ${folders}`, 'Write one: roundtrip new NAME')] };
    const found = ok(`${countText(files)} in ${folders}, from ${rangeOf(files)}`);
    return { files, checks: [found, ...checkOrder(files), await checkLoading(files, migrations)] };
  } catch (error) {
    return { files: [], checks: [problemOf('migrations', error)] };
  }
}

function countText({ length }: readonly MigrationFile[]): string {
  return length === 1 ? '1 migration' : `${length} migrations`;
}

function rangeOf(files: readonly MigrationFile[]): string {
  return `${files[0]?.name ?? ''} to ${files.at(-1)?.name ?? ''}`;
}

/** Notes migrations with the same number: they are ordered by the rest of their names. */
function checkOrder(files: readonly MigrationFile[]): readonly Check[] {
  const { note } = checksOf('order');
  const same = files.filter(({ timestamp }, index) => timestamp === files[index + 1]?.timestamp);
  return same.map(({ name }) => {
    const next = files[files.findIndex((file) => file.name === name) + 1];
    return note(
      `${name} and ${next?.name ?? ''} have the same number`,
      'They are ordered by the rest of the name. Give another number to one that is applied nowhere.',
    );
  });
}

async function checkLoading(files: readonly MigrationFile[], config: MigrationsConfig): Promise<Check> {
  try {
    await loadMigrations(files, config);
    return checksOf('loading').ok('every file can be loaded');
  } catch (error) {
    return problemOf('loading', error);
  }
}
