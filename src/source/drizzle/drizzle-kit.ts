import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { RoundtripError, UsageError, messageOf } from '../../errors.js';
import { UnawaitedFailure, UserCode } from '../../modules/user-code.js';
import type { DrizzleOrm } from './drizzle-orm.js';

/** The project's own drizzle-kit. */
export interface DrizzleKit {
  /** Statements that create what a Drizzle schema describes in an empty database. */
  statements(schema: DrizzleSchema): Promise<readonly string[]>;
  readonly orm: DrizzleOrm;
}

type Exports = Readonly<Record<string, unknown>>;

export interface DrizzleSchema {
  /** For messages. */
  readonly label: string;
  readonly paths: readonly string[];
  /** What its files export. */
  readonly exports: Exports;
  readonly casing: 'snake_case' | 'camelCase' | undefined;
}

/** `drizzle-kit/api` of 0.31, and `drizzle-kit/api-postgres` of 1.0, whose first function is asynchronous. */
interface Api {
  readonly generateDrizzleJson: (exports: Exports, ...options: JsonOptions) => unknown;
  readonly generateMigration: (previous: unknown, next: unknown) => Promise<readonly string[]>;
}

type JsonOptions = readonly [previous: undefined, schemas: undefined, casing: DrizzleSchema['casing']];

const lines = [
  { name: 'stable', kit: /^0\.31\./, orm: /^0\.4[4-9]\./, entry: 'drizzle-kit/api' },
  { name: '1.0', kit: /^1\.\d+\.\d+(?!-(?:alpha|beta))/, orm: /^1\./, entry: 'drizzle-kit/api-postgres' },
] as const;

const supported = 'drizzle-kit 0.31 with drizzle-orm 0.45, or both from 1.0.0-rc.1 on';

/**
 * Finds drizzle-kit and drizzle-orm where the project has them.
 * @throws UsageError when one is missing, or has a version that is not supported
 */
export function findDrizzleKit(directories: readonly string[]): DrizzleKit {
  const kit = findPackage('drizzle-kit', directories);
  const orm = findPackage('drizzle-orm', directories);
  const missing = [kit ? [] : 'drizzle-kit', orm ? [] : 'drizzle-orm'].flat();
  if (!kit || !orm) {
    throw new UsageError(`${missing.join(' and ')} cannot be found from ${directories[0] ?? ''}`, {
      remedy: `A Drizzle schema is read with the project's own packages: npm install --save-dev ${missing.join(' ')}`,
    });
  }
  const line = lines.find((one) => one.kit.test(kit.version) && one.orm.test(orm.version));
  if (!line) {
    throw new UsageError(
      `drizzle-kit ${kit.version} with drizzle-orm ${orm.version} is not supported: ${supported} is`,
      { remedy: 'npm install --save-dev drizzle-kit@latest drizzle-orm@latest' },
    );
  }
  const { is } = orm.require('drizzle-orm') as Pick<DrizzleOrm, 'is'>;
  const core = orm.require('drizzle-orm/pg-core') as DrizzleOrm['core'];
  const api = () => kit.require(line.entry) as Api;
  return { orm: { is, core }, statements: (schema) => createStatements(api, schema) };
}

/**
 * Finds the command of drizzle-kit where the project has it, as a JavaScript file.
 * @throws UsageError when it is missing
 */
export function findDrizzleProgram(directories: readonly string[]): string {
  const kit = findPackage('drizzle-kit', directories);
  if (kit) return join(kit.folder, 'bin.cjs');
  throw new UsageError(`drizzle-kit cannot be found from ${directories[0] ?? ''}`, {
    remedy:
      "The project's own drizzle-kit writes the schema: npm install --save-dev drizzle-kit drizzle-orm pg",
  });
}

interface FoundPackage {
  readonly folder: string;
  readonly version: string;
  readonly require: NodeJS.Require;
}

function findPackage(name: string, directories: readonly string[]): FoundPackage | undefined {
  for (const directory of directories) {
    const require = createRequire(join(directory, 'package.json'));
    const folder = folderOf(name, require);
    if (folder === undefined) continue;
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { folder, version, require };
  }
  return undefined;
}

/** Not every version exports its package.json. */
function folderOf(name: string, require: NodeJS.Require): string | undefined {
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch {
    return undefined;
  }
  let folder = dirname(entry);
  while (folder !== dirname(folder) && !existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

/**
 * drizzle-kit prints what is wrong with a schema to standard output and ends the process.
 * @throws UsageError with what it printed
 */
async function createStatements(api: () => Api, schema: DrizzleSchema): Promise<readonly string[]> {
  const printed: string[] = [];
  const code = new UserCode({ paths: schema.paths, print: (text) => printed.push(text) });
  try {
    return await code.run(async () => {
      const { generateDrizzleJson, generateMigration } = api();
      const empty = await generateDrizzleJson({}, undefined, undefined, schema.casing);
      const full = await generateDrizzleJson(schema.exports, undefined, undefined, schema.casing);
      return generateMigration(empty, full);
    });
  } catch (thrown) {
    if (thrown instanceof RoundtripError) throw thrown;
    const cause = thrown instanceof UnawaitedFailure ? thrown.reason : thrown;
    throw new UsageError(`${schema.label}: ${reasonOf(printed, cause)}`, {
      remedy: 'Correct the schema. Nothing was written.',
      cause,
    });
  }
}

function reasonOf(printed: readonly string[], cause: unknown): string {
  const text = stripVTControlCharacters(printed.join(' ')).replaceAll(/\s+/g, ' ').trim();
  const sentence = text.replace(/^(?:Warning|Error)\s+/, '');
  return `drizzle-kit refuses it: ${sentence || messageOf(cause)}`;
}
