import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Config, MigrationsConfig } from '../../config/config.js';
import type { MigrationFile } from '../../migrations/migration-file.js';
import { filesNamedBy } from '../../modules/imported-files.js';
import { listSeedFiles } from '../../seed/seed-files.js';
import type { Environment } from '../options.js';

/** Everything that determines the contents of a template. */
export interface TemplateContents {
  readonly config: Config;
  /** The migrations that are applied. */
  readonly files: readonly MigrationFile[];
  readonly seed: string | undefined;
  /** Variables that the test gives to migrations and seeds. */
  readonly env: Environment;
}

/** Identifies the migrated state without seeds: a hash of the migrations, the files that they name, and settings. */
export async function migrationsKey({ config, files, env }: TemplateContents): Promise<string> {
  const paths = files.flatMap(({ path, downPath }) => [path, ...(downPath === undefined ? [] : [downPath])]);
  return hashOf([settingsOf(config.migrations), JSON.stringify(env), ...(await contentsOf(paths))]);
}

/** Identifies the seeded state. */
export async function seedKey({ config, seed }: TemplateContents): Promise<string> {
  if (seed === undefined) return '';
  const files = await listSeedFiles({ directory: config.seedsDirectory, set: seed });
  return hashOf([seed, ...(await contentsOf(files.map(({ path }) => path)))]);
}

function settingsOf(config: MigrationsConfig): string {
  return JSON.stringify(config);
}

interface Contents {
  readonly paths: readonly string[];
  readonly texts: readonly string[];
}

/** By the paths asked for. Searching for the named files takes much longer than reading them. */
const known = new Map<string, Contents>();

/** Paths and contents of files, and of those that they name. */
async function contentsOf(paths: readonly string[]): Promise<readonly string[]> {
  const key = paths.join('\n');
  const before = known.get(key);
  const texts = before && (await readAll(before.paths));
  if (before && texts?.every((text, at) => text === before.texts[at])) return texts;
  const named = [...(await withNamed(paths))];
  const contents = { paths: named, texts: await readAll(named) };
  known.set(key, contents);
  return contents.texts;
}

async function withNamed(paths: readonly string[]): Promise<ReadonlySet<string>> {
  const named = new Set(paths);
  for (const path of paths) await filesNamedBy(path, named);
  return named;
}

function readAll(paths: readonly string[]): Promise<readonly string[]> {
  return Promise.all(paths.map(async (path) => `${path}\n${await readFile(path, 'utf8').catch(() => '')}`));
}

function hashOf(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex');
}
