import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MigrationFileError, UsageError } from '../errors.js';
import { createModuleLoader } from '../modules/load-module.js';
import type { SeedSession } from './seed-session.js';

/** One file of a seed set, loaded. */
export interface SeedFile {
  /** `01_users.ts` */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly seed: (session: SeedSession) => Promise<void>;
  /**
   * Per table the SQL condition that the seeds' own rows satisfy (exported as `owns`): where other
   * rows exist, the database is somebody's.
   */
  readonly owns: Readonly<Record<string, string>>;
}

export interface SeedSetOptions {
  /** Absolute path of the folder that holds the sets. */
  readonly directory: string;
  readonly set: string;
}

/**
 * Loads a seed set in the order of its file names: TypeScript or JavaScript with an exported
 * `seed(session)`, or SQL.
 * @throws UsageError when there is no such set, or one that is for `--scale`
 * @throws MigrationFileError when a file cannot be loaded or exports no `seed`
 */
export async function loadSeedSet(options: SeedSetOptions): Promise<readonly SeedFile[]> {
  const load = createModuleLoader(options);
  const files: SeedFile[] = [];
  for (const { name, path } of await listSeedFiles(options)) files.push(await loadSeed(name, path, load));
  return files;
}

/**
 * The files of a set, in their order.
 * @throws UsageError when there is no such set
 */
export async function listSeedFiles({
  directory,
  set,
}: SeedSetOptions): Promise<readonly { readonly name: string; readonly path: string }[]> {
  const folder = join(directory, set);
  const names = (await readFolder(folder, { directory, set })).filter(isSeed).sort();
  return names.map((name) => ({ name, path: join(folder, name) }));
}

async function readFolder(folder: string, { directory, set }: SeedSetOptions): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    const sets = await readdir(directory).catch(() => []);
    const known = sets.length > 0 ? `Existing sets: ${sets.sort().join(', ')}.` : `Create one in ${folder}.`;
    throw new UsageError(`there is no seed set ${set} in ${directory}`, { remedy: known, cause });
  }
}

function isSeed(name: string): boolean {
  return /\.([mc]?[jt]s|sql)$/.test(name) && !name.startsWith('.') && !/\.d\.[mc]?ts$/.test(name);
}

async function loadSeed(
  name: string,
  path: string,
  load: (path: string) => Promise<Record<string, unknown>>,
): Promise<SeedFile> {
  if (name.endsWith('.sql')) return loadSqlSeed(name, path);
  const { seed, load: loads, owns = {} } = await load(path);
  if (typeof seed === 'function')
    return { name, path, seed: seed as SeedFile['seed'], owns: owns as SeedFile['owns'] };
  if (typeof loads === 'function') {
    throw new UsageError(`${name} is a load set`, { remedy: 'Give its scale, for example --scale 1000.' });
  }
  throw new MigrationFileError(`${name} exports no function "seed"`, {
    remedy: 'export async function seed(session) { await session.query(…); }',
  });
}

async function loadSqlSeed(name: string, path: string): Promise<SeedFile> {
  const sql = (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  const seed = async (session: SeedSession) => {
    await session.query(sql);
  };
  return { name, path, seed, owns: {} };
}
