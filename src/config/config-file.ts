import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { UsageError } from '../errors.js';
import { createModuleLoader } from '../modules/load-module.js';
import type { ConnectionSettings } from './connection.js';

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
  readonly port?: number | string;
  readonly database?: string;
  readonly name?: string;
  readonly password?: string;
  readonly ssl?: ConnectionSettings['ssl'];
}

/** Which values a key takes; those of other keys are not looked at. */
const expected: Readonly<Record<keyof FileSettings, readonly string[]>> = {
  'migrations-dir': ['string'],
  'migrations-table': ['string'],
  'migrations-schema': ['string'],
  schema: ['string', 'strings'],
  'create-schema': ['boolean'],
  'create-migrations-schema': ['boolean'],
  'database-url-var': ['string'],
  'ignore-pattern': ['string'],
  'check-order': ['boolean'],
  decamelize: ['boolean'],
  'tsconfig-paths': ['boolean', 'string'],
  url: ['string'],
  user: ['string'],
  host: ['string'],
  port: ['number', 'string'],
  database: ['string'],
  name: ['string'],
  password: ['string'],
  ssl: ['boolean', 'object'],
};

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
 * @throws UsageError when a named file cannot be read, or a value in it is of the wrong type
 */
export async function readConfigFile({
  directory,
  file,
  section = 'db',
}: ConfigFileOptions): Promise<FileSettings> {
  if (file === undefined) return settingsOf(fromConfigPackage(directory, section), 'the config package');
  const content = await load(directory, file);
  const inner = isRecord(content) ? content[section] : undefined;
  return settingsOf(inner ?? content, file);
}

/** @throws UsageError naming every key whose value is of the wrong type */
function settingsOf(content: unknown, source: string): FileSettings {
  if (typeof content === 'string') return { url: content };
  if (!isRecord(content)) return {};
  refuseGlob(content, source);
  const wrong = Object.entries(expected).filter(
    ([key, types]) => content[key] !== undefined && !types.includes(typeOf(content[key])),
  );
  if (wrong.length === 0) return content;
  const mistakes = wrong.map(([key, types]) => `"${key}" of ${source} must be ${types.join(' or ')}`);
  throw new UsageError(mistakes.join('\n'), { remedy: "These are node-pg-migrate's configuration keys." });
}

/** @throws UsageError: taking the pattern for a folder would find nothing, or the wrong files */
function refuseGlob(content: Record<string, unknown>, source: string): void {
  if (content['use-glob'] !== true) return;
  throw new UsageError(`"use-glob" of ${source} is not supported: migrations are read from one folder`, {
    remedy:
      'Name the folder with --migrations-dir and leave "use-glob" out, with a configuration file for each folder.',
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function typeOf(value: unknown): string {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? 'strings' : typeof value;
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
