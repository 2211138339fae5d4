import { readdir, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import picomatch from 'picomatch';
import { UsageError } from '../../errors.js';

const moduleName = /(?<!\.d)\.[mc]?[jt]s$/;

/** Tests, and settings of tools, are no part of a schema that is given as a folder. */
const besides = /\.(?:test|spec|config)\.[mc]?[jt]s$/;

/** The modules of a folder and the folders in it, in the order of their names. */
export async function filesIn(folder: string): Promise<readonly string[]> {
  return (await allFilesIn(folder)).filter((path) => !besides.test(path));
}

async function allFilesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const visible = entries.filter(({ name }) => !name.startsWith('.') && name !== 'node_modules');
  const found = await Promise.all(
    visible.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return allFilesIn(path);
      return moduleName.test(entry.name) ? [path] : [];
    }),
  );
  return found.flat().sort();
}

export interface SchemaPatterns {
  /** Paths of files and folders, in which `*` and `**` match anything. */
  readonly patterns: readonly string[];
  /** Folders that they start from: the first one in which one of them names a file. */
  readonly directories: readonly string[];
  /** For messages: `drizzle.config.ts`. */
  readonly label: string;
}

/**
 * Finds the files that `schema` of a Drizzle configuration names. A folder means the files directly in it, as in
 * drizzle-kit.
 * @throws UsageError when a pattern matches nothing
 */
export async function filesOfPatterns({
  patterns,
  directories,
  label,
}: SchemaPatterns): Promise<readonly string[]> {
  const files: string[] = [];
  for (const pattern of patterns) {
    const found = await firstFound(directories, pattern);
    if (found.length === 0) {
      throw new UsageError(
        `${label}: the schema ${JSON.stringify(pattern)} matches no TypeScript or JavaScript file`,
        {
          remedy: `Paths are relative to ${directories[0] ?? ''}.`,
        },
      );
    }
    files.push(...found);
  }
  return [...new Set(files)];
}

async function firstFound(directories: readonly string[], pattern: string): Promise<readonly string[]> {
  for (const directory of directories) {
    const found = await matching(directory, pattern);
    if (found.length > 0) return found;
  }
  return [];
}

async function matching(directory: string, pattern: string): Promise<readonly string[]> {
  const { base, glob, isGlob } = picomatch.scan(pattern);
  const start = resolve(directory, isGlob ? base : pattern);
  const found = await stat(start).catch(() => undefined);
  if (!found) return [];
  if (found.isFile()) return [start];
  const files = await allFilesIn(start);
  if (!isGlob) return files.filter((path) => dirname(path) === start);
  const isMatch = picomatch(glob);
  // A pattern may match a folder, which means the files in it.
  return files.filter((path) => isMatch(relative(start, path)) || isMatch(relative(start, dirname(path))));
}
