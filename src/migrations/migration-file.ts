import type { Dirent } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { dirname, extname, join, sep } from 'node:path';
import { hasCode, MigrationFileError, UsageError } from '../errors.js';

/** A migration file that is not loaded yet. */
export interface MigrationFile {
  /** Name as in the migrations table: the file name without its extension. */
  readonly name: string;
  /** Absolute path of the file; of the `.up.sql` file where there is a pair. */
  readonly path: string;
  /** Absolute path of the `.down.sql` file that belongs to it. */
  readonly downPath: string | undefined;
  /** Number for the order: the leading digits of the name; 17 digits are read as a date and time. */
  readonly timestamp: number;
}

export interface FindOptions {
  /** Absolute paths of the folders, whose migrations make one order. */
  readonly directories: readonly string[];
  /** Option of node-pg-migrate: ignores files whose whole name matches. */
  readonly ignorePattern: string | undefined;
  /** Whether a folder that does not exist counts as an empty one; refused unless given. */
  readonly missing?: 'refused' | 'empty';
}

const extensions = new Set(['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.sql']);

/**
 * Finds the migrations of the folders, in node-pg-migrate's order, without loading any.
 * @throws UsageError when a folder is missing
 * @throws MigrationFileError naming every file that cannot be a migration
 */
export async function findMigrationFiles(options: FindOptions): Promise<readonly MigrationFile[]> {
  const { directories } = options;
  const folders = await Promise.all(directories.map((directory) => readFolder({ ...options, directory })));
  const files = folders.flatMap((folder) => folder.files);
  const mistakes = [...folders.flatMap((folder) => folder.mistakes), ...duplicates(files)];
  if (mistakes.length > 0) {
    throw new MigrationFileError(mistakes.join('\n'), {
      remedy: `Nothing was run. Rename these files or move them out of ${directories.join(', ')}.`,
    });
  }
  return files.sort(byOrder);
}

interface FolderOptions extends Omit<FindOptions, 'directories'> {
  readonly directory: string;
}

interface Folder {
  readonly files: readonly MigrationFile[];
  readonly mistakes: readonly string[];
}

async function readFolder(options: FolderOptions): Promise<Folder> {
  const { directory } = options;
  const entries = await listFiles(options);
  const fileNames = entries.map(({ name }) => name).sort();
  return {
    files: pairSqlFiles(fileNames, directory),
    mistakes: [...fileNames.flatMap(mistakesOf), ...(await strayLinks(entries, directory))],
  };
}

async function listFiles({ directory, ignorePattern, missing }: FolderOptions): Promise<readonly Dirent[]> {
  const ignored = namesToIgnore(ignorePattern);
  const entries = await readdir(directory, { withFileTypes: true }).catch((cause: unknown) => {
    if (missing === 'empty' && hasCode(cause, 'ENOENT')) return [];
    throw new UsageError(`cannot read the folder ${directory}`, {
      remedy:
        'Run in a project that has migrations/, give another folder with --migrations-dir, or create a migration: roundtrip new NAME',
      cause,
    });
  });
  return entries.filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && !ignored.test(entry.name));
}

function namesToIgnore(pattern: string | undefined): RegExp {
  return pattern ? new RegExp(`^${pattern}$`) : /^\./;
}

/** Finds symbolic links out of the folder: only files reviewed with the folder may run. */
async function strayLinks(entries: readonly Dirent[], directory: string): Promise<readonly string[]> {
  const links = entries.filter((entry) => entry.isSymbolicLink());
  if (links.length === 0) return [];
  const home = await realpath(directory);
  const mistakes = await Promise.all(
    links.map(async ({ name }) => {
      const target = await realpath(join(directory, name)).catch(() => undefined);
      if (target === undefined) return [`${name} is a broken symbolic link`];
      return target.startsWith(home + sep)
        ? []
        : [`${name} is a symbolic link to a file outside the folder: ${target}`];
    }),
  );
  return mistakes.flat().sort();
}

/** The migrations among the names of files in a folder, without a check of the others; not in order. */
export function migrationFilesAmong(
  fileNames: readonly string[],
  { directory, ignorePattern }: Pick<FolderOptions, 'directory' | 'ignorePattern'>,
): readonly MigrationFile[] {
  const ignored = namesToIgnore(ignorePattern);
  const names = fileNames.filter((name) => !ignored.test(name)).sort();
  return pairSqlFiles(
    names.filter((name) => mistakesOf(name, 0, names).length === 0),
    directory,
  );
}

/** `1_a.up.sql` and `1_a.down.sql` are one migration, as with node-pg-migrate's loader `sql`. */
function pairSqlFiles(fileNames: readonly string[], directory: string): MigrationFile[] {
  const downs = new Set(fileNames.filter((name) => name.endsWith('.down.sql')));
  return fileNames
    .filter((fileName) => !downs.has(fileName))
    .map((fileName) => {
      const down = fileName.replace(/\.up\.sql$/, '.down.sql');
      const name = fileName.endsWith('.up.sql')
        ? fileName.slice(0, -7)
        : fileName.slice(0, -extname(fileName).length);
      return {
        name,
        path: join(directory, fileName),
        downPath: downs.has(down) ? join(directory, down) : undefined,
        timestamp: timestampOf(fileName),
      };
    });
}

function mistakesOf(fileName: string, _index: number, all: readonly string[]): string[] {
  if (!/^\d/.test(fileName))
    return [`${fileName} is in the migrations folder, but its name does not start with a number`];
  if (/['"\\]/.test(fileName)) return [`${fileName} has a quote or backslash in its name`];
  if (/\.d\.[mc]?ts$/.test(fileName)) return [`${fileName} is a declaration file, not a migration`];
  if (/\.(spec|test)\.[mc]?[jt]s$/.test(fileName)) return [`${fileName} is a test, not a migration`];
  if (!extensions.has(extname(fileName)))
    return [`${fileName} does not end in ${[...extensions].join(', ')}`];
  if (!isPaired(fileName, all))
    return [`${fileName} has no matching ${fileName.replace(/\.down\.sql$/, '.up.sql')}`];
  return [];
}

function isPaired(fileName: string, all: readonly string[]): boolean {
  return !fileName.endsWith('.down.sql') || all.includes(fileName.replace(/\.down\.sql$/, '.up.sql'));
}

/** node-pg-migrate would run both and record the name twice. */
function duplicates(files: readonly MigrationFile[]): string[] {
  const names = files.map(({ name }) => name);
  const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return [...twice].map((name) => `two files define the migration ${name}${foldersOf(name, files)}`);
}

/** Names the folders if they differ. */
function foldersOf(wanted: string, files: readonly MigrationFile[]): string {
  const folders = new Set(files.filter(({ name }) => name === wanted).map(({ path }) => dirname(path)));
  return folders.size === 1 ? '' : `: in ${[...folders].join(' and ')}`;
}

/** Seventeen digits are a UTC date (yyyyMMddHHmmssSSS); fewer are a number of any meaning. */
export function timestampOf(fileName: string): number {
  const digits = /^\d+/.exec(fileName)?.[0] ?? '';
  const date = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{3})$/.exec(digits);
  if (!date) return Number(digits);
  const [, year, month, day, hour, minute, second, ms] = date;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`);
}

/** node-pg-migrate's order. */
export function byOrder(a: MigrationFile, b: MigrationFile): number {
  return a.timestamp - b.timestamp || nameOrder.compare(a.name, b.name);
}

/** Order of node-pg-migrate for names with the same number. */
const nameOrder = new Intl.Collator(undefined, {
  numeric: true,
  sensitivity: 'variant',
  ignorePunctuation: true,
});
