import { basename, dirname, extname, join } from 'node:path';
import { MigrationFileError } from '../errors.js';
import { createModuleLoader } from '../modules/load-module.js';
import { exportsOf, exportsOfSql, type Exports, type LoadOptions } from './load-migrations.js';
import type { Migration } from './migration.js';
import { timestampOf } from './migration-file.js';
import type { MigrationSource } from './migration-source.js';

export interface SourceOptions extends LoadOptions {
  /** Folders of the migrations: what the source imports is looked for from there. */
  readonly directories: readonly [string, ...string[]];
  /** Column shorthands of the migrations before it. */
  readonly shorthands: Migration['shorthands'];
}

/**
 * Loads a migration from its recorded text, without writing to disk.
 * @throws MigrationFileError when an import cannot be resolved
 */
export async function loadSource(
  name: string,
  { files }: MigrationSource,
  options: SourceOptions,
): Promise<Migration> {
  const [first, second] = files;
  if (!first) throw new MigrationFileError(`the history has no recorded text of ${name}`);
  const { directories, shorthands } = options;
  const fileName = basename(first.name);
  const found = fileName.endsWith('.sql')
    ? undefined
    : await evaluateSomewhere({ fileName, text: first.text }, options);
  const directory = found?.directory ?? directories[0];
  const path = join(directory, fileName);
  const downPath = second && join(directory, basename(second.name));
  const exported =
    found?.exported ?? exportsOfSql({ path, content: first.text, downPath, down: second?.text });
  const file = { name, path, downPath, timestamp: timestampOf(basename(path)) };
  return { ...file, ...exported, shorthands: { ...shorthands, ...exported.shorthands } };
}

/**
 * Loads migrations that are not on disk yet, as their files will be. The file name determines name and language.
 * @throws MigrationFileError when an import cannot be resolved
 */
export async function loadTexts(
  files: readonly { readonly path: string; readonly text: string }[],
  options: SourceOptions,
): Promise<readonly Migration[]> {
  const migrations: Migration[] = [];
  for (const { path, text } of files) {
    const name = basename(path, extname(path));
    migrations.push(await loadSource(name, { files: [{ name: path, text }] }, options));
  }
  return migrations;
}

interface Source {
  readonly fileName: string;
  readonly text: string;
}

/** The history does not record the folder of the file: uses the first folder in which all imports resolve. */
async function evaluateSomewhere(
  source: Source,
  { directories, tsconfigPaths }: SourceOptions,
): Promise<{ readonly directory: string; readonly exported: Exports }> {
  const failures: unknown[] = [];
  for (const directory of directories) {
    try {
      const module = await evaluate(source, directory, { tsconfigPaths });
      return { directory, exported: exportsOf(module, source.fileName) };
    } catch (error) {
      failures.push(error);
    }
  }
  throw failures[0];
}

async function evaluate(
  { fileName, text }: Source,
  directory: string,
  { tsconfigPaths }: LoadOptions,
): Promise<Record<string, unknown>> {
  const load = createModuleLoader({ directory: dirname(directory), tsconfigPaths });
  try {
    return await load(join(directory, fileName), text);
  } catch (cause) {
    if (!(cause instanceof MigrationFileError)) throw cause;
    throw new MigrationFileError(`in the recorded version, ${cause.message}`, {
      remedy: 'Its imports must exist, too. Check out the deployed revision and roll back with it.',
      cause,
    });
  }
}
