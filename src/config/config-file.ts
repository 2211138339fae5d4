import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { UsageError } from '../errors.js';
import { createModuleLoader } from '../modules/load-module.js';

/** The keys of node-pg-migrate's configuration that mean the same here; others are its own affair. */
export interface FileSettings {
  readonly 'migrations-dir'?: string;
  readonly 'migrations-table'?: string;
  readonly 'migrations-schema'?: string;
  readonly schema?: string | readonly string[];
  readonly 'create-schema'?: boolean;
  readonly 'create-migrations-schema'?: boolean;
  readonly 'database-url-var'?: string;
  readonly 'ignore-pattern'?: string;
  readonly 'check-order'?: boolean;
  readonly decamelize?: boolean;
  readonly 'tsconfig-paths'?: boolean | string;
  readonly url?: string;
  readonly user?: string;
  readonly host?: string;
  readonly port?: number;
  readonly database?: string;
  readonly name?: string;
  readonly password?: string;
}

export interface ConfigFileOptions {
  readonly directory: string;
  /** `--config-file`: JSON, JavaScript or TypeScript. */
  readonly file?: string | undefined;
  /** Section of the file that holds the settings. */
  readonly section?: string | undefined;
}

/**
 * Reads node-pg-migrate's configuration: the file of `--config-file`, else the section of the
 * project's `config` package where that is installed.
 * @throws UsageError when a named file cannot be read
 */
export async function readConfigFile({
  directory,
  file,
  section = 'db',
}: ConfigFileOptions): Promise<FileSettings> {
  const content = file === undefined ? fromConfigPackage(directory, section) : await load(directory, file);
  if (typeof content === 'string') return { url: content };
  if (typeof content !== 'object' || content === null) return {};
  const inner = (content as Record<string, unknown>)[section];
  return file !== undefined && typeof inner === 'object' && inner !== null ? inner : content;
}

async function load(directory: string, file: string): Promise<unknown> {
  const path = resolve(directory, file);
  try {
    if (path.endsWith('.json')) return JSON.parse(await readFile(path, 'utf8'));
    const module = await createModuleLoader({ directory })(path);
    return module.default ?? module;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`the configuration file ${file} cannot be read: ${reason}`, {
      remedy: 'Check the path given with --config-file, and that it is valid JSON, JavaScript or TypeScript.',
      cause,
    });
  }
}

interface ConfigPackage {
  has(key: string): boolean;
  get(key: string): unknown;
}

/** The `config` package reads `config/default.json` of the project; without it there is nothing to read. */
function fromConfigPackage(directory: string, section: string): unknown {
  const require = createRequire(join(directory, 'package.json'));
  let path: string;
  try {
    path = require.resolve('config');
  } catch {
    return undefined;
  }
  const config = require(path) as ConfigPackage;
  return config.has(section) ? config.get(section) : undefined;
}
