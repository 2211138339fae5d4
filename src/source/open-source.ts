import type { Dirent, Stats } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { UsageError } from '../errors.js';
import { databaseSource } from './database-source.js';
import { isDrizzleConfig } from './drizzle/config-file.js';
import { drizzleSource } from './drizzle/drizzle-source.js';
import { migrationsSource } from './migrations-source.js';
import type { Source, SourcePath, SourceRequest } from './source.js';
import { sqlSource } from './sql/sql-source.js';

const scripts = /\.[mc]?[jt]s$/;

/**
 * Finds out what a text names: the URL of a database, a file or folder of SQL, a folder of migrations, or a
 * Drizzle schema or configuration. Opens nothing yet.
 * @throws UsageError when it names nothing that can be a source
 */
export async function openSource(request: SourceRequest): Promise<Source> {
  const { text, directory, config } = request;
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return databaseSource(request);
  const path = resolve(directory, text);
  const found = await statOf(path, request);
  const source = { path, label: relative(directory, path) || basename(path), config };
  if (found.isDirectory()) return folderSource(source);
  if (scripts.test(path) || isDrizzleConfig(path)) return drizzleSource(source);
  return sqlSource({ ...source, files: [path] });
}

async function statOf(path: string, { text, origin }: SourceRequest): Promise<Stats> {
  try {
    return await stat(path);
  } catch (cause) {
    throw new UsageError(`${origin} ${text}: there is no such file or folder`, {
      remedy:
        'Give an SQL file or folder, a Drizzle schema or drizzle.config.ts, a folder of migrations, or the URL of a database.',
      cause,
    });
  }
}

async function folderSource(source: SourcePath): Promise<Source> {
  const entries = await entriesIn(source.path);
  if (await isMigrationsFolder(source.path, entries)) return migrationsSource(source);
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  if (paths.some((path) => scripts.test(path))) return drizzleSource(source);
  const files = paths.filter((path) => path.endsWith('.sql'));
  if (files.length > 0) return sqlSource({ ...source, files });
  throw new UsageError(
    `the folder ${source.label} contains neither SQL files, nor a schema, nor migrations`,
    {
      remedy: 'Give another source with --from.',
    },
  );
}

async function entriesIn(path: string): Promise<readonly Dirent[]> {
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile() && !/(?:^\.|\.d\.[mc]?ts$)/.test(entry.name));
}

/** Names of migrations begin with a number; SQL files may do so for their order alone. */
async function isMigrationsFolder(folder: string, entries: readonly Dirent[]): Promise<boolean> {
  const numbered = entries.filter(({ name, parentPath }) => parentPath === folder && /^\d/.test(name));
  if (numbered.some(({ name }) => scripts.test(name) || name.endsWith('.up.sql'))) return true;
  for (const { name } of numbered.filter((entry) => entry.name.endsWith('.sql'))) {
    if (/^\s*--[\s-]*(?:up|down)\s+migration/im.test(await readFile(join(folder, name), 'utf8'))) return true;
  }
  return false;
}
