import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { MigrationFileError, RoundtripError } from '../errors.js';
import { createModuleLoader, type ModuleLoader } from '../modules/load-module.js';
import type { Action, Down, Migration } from './migration.js';
import type { MigrationFile } from './migration-file.js';
import { splitSql, type SqlHalves } from './split-sql.js';

/** Exports of a migration file. */
export type Exports = Pick<Migration, 'up' | 'down' | 'sql'> & {
  readonly shorthands: Readonly<Record<string, unknown>>;
};

export interface LoadOptions {
  readonly tsconfigPaths?: boolean | string | undefined;
}

/**
 * Loads every file once, in order.
 * @throws MigrationFileError naming every file that cannot be loaded or has no `up`, with the line
 */
export async function loadMigrations(
  files: readonly MigrationFile[],
  { tsconfigPaths }: LoadOptions = {},
): Promise<readonly Migration[]> {
  const loaderOf = createLoaders(tsconfigPaths);
  const mistakes: string[] = [];
  const migrations: Migration[] = [];
  let shorthands: Readonly<Record<string, unknown>> = {};
  for (const file of files) {
    const exported = await readExports(file, loaderOf(file)).catch((error: unknown) => {
      mistake(error, mistakes);
    });
    if (!exported) continue;
    shorthands = { ...shorthands, ...exported.shorthands };
    migrations.push({ ...file, ...exported, shorthands });
  }
  if (mistakes.length === 0) return migrations;
  throw new MigrationFileError(mistakes.join('\n'), {
    remedy: 'Nothing was run. Fix the file and run again.',
  });
}

/** Creates one loader for each project, because path aliases belong to a project. */
function createLoaders(tsconfigPaths: LoadOptions['tsconfigPaths']): (file: MigrationFile) => ModuleLoader {
  const loaders = new Map<string, ModuleLoader>();
  return ({ path }) => {
    const directory = dirname(dirname(path));
    const loader = loaders.get(directory) ?? createModuleLoader({ directory, tsconfigPaths });
    loaders.set(directory, loader);
    return loader;
  };
}

function mistake(error: unknown, mistakes: string[]): undefined {
  if (!(error instanceof RoundtripError)) throw error;
  mistakes.push(error.message);
}

async function readExports(file: MigrationFile, load: ModuleLoader): Promise<Exports> {
  if (file.path.endsWith('.sql')) return readSql(file);
  return exportsOf(await load(file.path), basename(file.path));
}

/** @throws MigrationFileError when there is no `up`, or a `down` that cannot be one */
export function exportsOf({ up, down, shorthands }: Record<string, unknown>, name: string): Exports {
  if (typeof up !== 'function') throw new MigrationFileError(`${name} exports no function "up"`);
  return { up: up as Action, down: downOf(down, up as Action, name), shorthands: shorthandsOf(shorthands) };
}

function downOf(down: unknown, up: Action, name: string): Down {
  if (down === undefined) return { kind: 'inferred' };
  if (down === false) return { kind: 'disabled' };
  if (down === up)
    throw new MigrationFileError(
      `${name} exports the same function as "up" and "down": node-pg-migrate would run both in reverse`,
    );
  if (typeof down === 'function') return { kind: 'written', action: down as Action };
  throw new MigrationFileError(`${name} exports a "down" that is neither a function nor false`);
}

function shorthandsOf(shorthands: unknown): Readonly<Record<string, unknown>> {
  return typeof shorthands === 'object' && shorthands !== null ? { ...shorthands } : {};
}

async function readSql({ path, downPath }: MigrationFile): Promise<Exports> {
  const content = await readFile(path, 'utf8');
  const down = downPath === undefined ? undefined : await readFile(downPath, 'utf8');
  return exportsOfSql({ path, content, downPath, down });
}

interface SqlText {
  readonly path: string;
  readonly content: string;
  /** The file for the down and its text, where there is a pair. */
  readonly downPath: string | undefined;
  readonly down: string | undefined;
}

export function exportsOfSql(text: SqlText): Exports {
  const { up, down } = halvesOf(text);
  return { up: sqlAction(up), down: sqlDown(down), sql: sqlFilesOf(text), shorthands: {} };
}

function sqlFilesOf({
  path,
  content,
  downPath = path,
  down = content,
}: SqlText): NonNullable<Migration['sql']> {
  return {
    up: { path, text: withoutMark(content) },
    down: { path: downPath, text: withoutMark(down) },
  };
}

/** Returns the SQL of the up of an SQL migration. */
export function upOfSql(text: HalvedText): string {
  return halvesOf(text).up;
}

type HalvedText = Omit<SqlText, 'downPath'>;

function halvesOf({ path, ...text }: HalvedText): SqlHalves {
  const content = withoutMark(text.content);
  if (text.down !== undefined) return { up: content, down: withoutMark(text.down) };
  return path.endsWith('.up.sql') ? { up: content, down: undefined } : splitSql(content);
}

/** A byte order mark, which some editors write, is not part of the SQL; psql removes it, too. */
function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

function sqlAction(sql: string): Action {
  return (pgm) => {
    pgm.sql(sql);
  };
}

function sqlDown(sql: string | undefined): Down {
  return sql === undefined ? { kind: 'absent' } : { kind: 'written', action: sqlAction(sql) };
}
