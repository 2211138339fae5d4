import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { UsageError, messageOf } from '../errors.js';
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

/** Types of values by key; other keys are not checked. */
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

/** Keys that mean something to node-pg-migrate and nothing here, with what there is instead. */
const notUsed: Readonly<Record<string, string>> = {
  'advisory-lock-mode': 'use --lock-wait to wait for another run',
  'migration-file-language': 'roundtrip new chooses the language by itself',
  'migration-filename-format': 'roundtrip new prefixes names with the time in milliseconds',
  'template-file-name': 'use the templates of roundtrip new --kind',
  verbose: 'use --verbose to print statements',
  'single-transaction': 'each migration runs in its own transaction',
  'lock-value': 'roundtrip takes the default lock of node-pg-migrate',
  lock: 'runs always take the lock',
  'reject-unauthorized': 'use sslmode in the URL, or ssl in this file',
  'dry-run': 'use the flag --dry-run',
  fake: 'use the flag --fake',
  timestamp: 'give a count or a name to up and down',
};

/** Values that equal roundtrip's behaviour and need no message. */
const sameHere: Readonly<Record<string, unknown>> = {
  'advisory-lock-mode': 'fail',
  verbose: false,
  lock: true,
  'dry-run': false,
  fake: false,
  timestamp: false,
};

export interface ConfigFile {
  readonly settings: FileSettings;
  /** The file, or `the config package`; `undefined` where there is neither. */
  readonly source: string | undefined;
  /** Messages about keys without effect. */
  readonly unused: readonly string[];
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
 * @throws UsageError when a named file cannot be read, or a value in it is of the wrong type
 */
export async function readConfigFile({
  directory,
  file,
  section = 'db',
}: ConfigFileOptions): Promise<ConfigFile> {
  if (file === undefined) {
    const content = fromConfigPackage(directory, section);
    return content === undefined
      ? { settings: {}, source: undefined, unused: [] }
      : configFileOf(content, 'the config package');
  }
  const content = await load(directory, file);
  const inner = isRecord(content) ? content[section] : undefined;
  return configFileOf(inner ?? content, file);
}

function configFileOf(content: unknown, source: string): ConfigFile {
  return { settings: settingsOf(content, source), source, unused: unusedIn(content, source) };
}

function unusedIn(content: unknown, source: string): readonly string[] {
  if (!isRecord(content)) return [];
  return Object.entries(notUsed)
    .filter(([key]) => content[key] !== undefined && content[key] !== sameHere[key])
    .map(([key, instead]) => `"${key}" of ${source} is not used: ${instead}`);
}

/** @throws UsageError naming every key whose value is of the wrong type */
function settingsOf(content: unknown, source: string): FileSettings {
  if (typeof content === 'string') return { url: content };
  if (!isRecord(content)) return {};
  assertNoGlob(content, source);
  const wrong = Object.entries(expected).filter(
    ([key, types]) => content[key] !== undefined && !types.includes(typeOf(content[key])),
  );
  if (wrong.length === 0) return content;
  const mistakes = wrong.map(([key, types]) => `"${key}" of ${source} must be ${types.join(' or ')}`);
  throw new UsageError(mistakes.join('\n'), { remedy: 'See the configuration keys of node-pg-migrate.' });
}

/** @throws UsageError: taking the pattern for a folder would find nothing, or the wrong files */
function assertNoGlob(content: Record<string, unknown>, source: string): void {
  if (content['use-glob'] !== true) return;
  throw new UsageError(`"use-glob" of ${source} is not supported: give each folder by itself`, {
    remedy:
      'Remove "use-glob" and list the folders: repeat --migrations-dir, or set "migrationsDir" of roundtrip.json to a list.',
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
    const reason = messageOf(cause);
    throw new UsageError(`the configuration file ${file} cannot be read: ${reason}`, {
      remedy:
        'Check the path after --config-file, and that the file is valid JSON, JavaScript or TypeScript.',
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
