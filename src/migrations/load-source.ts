import { basename, dirname, join } from 'node:path';
import { MigrationFileError } from '../errors.js';
import { createModuleLoader } from '../modules/load-module.js';
import type { LoadOptions } from './load-migrations.js';
import { exportsOf, exportsOfSql } from './load-migrations.js';
import type { Migration } from './migration.js';
import { timestampOf } from './migration-file.js';
import type { MigrationSource } from './migration-source.js';

export interface SourceOptions extends LoadOptions {
  /** Folder of the migrations: what the source imports is looked for from there. */
  readonly directory: string;
  /** Column shorthands of the migrations before it. */
  readonly shorthands: Migration['shorthands'];
}

/**
 * Loads a migration whose file is gone from its text; nothing is written to disk.
 * @throws MigrationFileError when it imports what is not there either
 */
export async function loadSource(
  name: string,
  { files }: MigrationSource,
  options: SourceOptions,
): Promise<Migration> {
  const [first, second] = files;
  if (!first) throw new MigrationFileError(`the history holds no text of ${name}`);
  const { directory, shorthands } = options;
  const path = join(directory, basename(first.name));
  const downPath = second && join(directory, basename(second.name));
  const exported = path.endsWith('.sql')
    ? exportsOfSql({ path, content: first.text, downPath, down: second?.text })
    : exportsOf(await evaluate({ path, text: first.text }, options), basename(path));
  const file = { name, path, downPath, timestamp: timestampOf(basename(path)) };
  return { ...file, ...exported, shorthands: { ...shorthands, ...exported.shorthands } };
}

async function evaluate(
  source: { readonly path: string; readonly text: string },
  { directory, tsconfigPaths }: SourceOptions,
): Promise<Record<string, unknown>> {
  const load = createModuleLoader({ directory: dirname(directory), tsconfigPaths });
  try {
    return await load(source.path, source.text);
  } catch (cause) {
    if (!(cause instanceof MigrationFileError)) throw cause;
    throw new MigrationFileError(`as the history has it, ${cause.message}`, {
      remedy:
        'What it imports must be there, too: check out the revision that was deployed, and roll back with it.',
      cause,
    });
  }
}
