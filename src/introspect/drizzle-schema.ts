import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Snapshot } from '../catalog/model/object.js';
import type { ConnectionSettings } from '../config/connection.js';
import { interrupted } from '../database/interruption.js';
import { withoutSecrets } from '../database/without-secrets.js';
import type { FoundToolTable } from '../database-state/tool-tables.js';
import { DatabaseError } from '../errors.js';

export interface DrizzlePull {
  /** The command of the project's drizzle-kit: a JavaScript file. */
  readonly program: string;
  readonly connection: ConnectionSettings;
  /** What the migrations create; its schemas are read. */
  readonly catalog: Snapshot;
  readonly toolTables: readonly FoundToolTable[];
  readonly signal: AbortSignal;
}

export interface DrizzleSchemaFile {
  readonly text: string;
  /** Types for which drizzle-kit has no column: these lines have to be completed by hand. */
  readonly unknownTypes: readonly string[];
}

/**
 * Has drizzle-kit write the schema of the database, in a folder of its own: it only exists as a command.
 * @throws DatabaseError with what it printed
 */
export async function pullDrizzleSchema(pull: DrizzlePull): Promise<DrizzleSchemaFile> {
  const folder = await mkdtemp(join(tmpdir(), 'roundtrip-drizzle-'));
  try {
    const config = join(folder, 'drizzle.config.json');
    // It contains the password.
    await writeFile(config, JSON.stringify(configOf(pull)), { mode: 0o600 });
    const printed = await runProgram(pull, folder);
    const text = await readFile(join(folder, 'out', 'schema.ts'), 'utf8').catch((cause: unknown) => {
      throw failure(printed, cause);
    });
    const unknown = [...text.matchAll(/failed to parse database type '(.*)'/g)].map(([, type = '']) => type);
    return { text, unknownTypes: [...new Set(unknown)].sort() };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function configOf({ connection, catalog, toolTables }: DrizzlePull): object {
  const { host, port, user, password, database = user, ssl } = connection;
  const unquoted = (name: string) => name.replaceAll(/^"|"$/g, '').replaceAll('""', '"');
  const schemas = [...catalog.values()]
    .filter(({ kind }) => kind === 'schema')
    .map(({ name }) => unquoted(name));
  const left = toolTables.map(({ table }) => `!${unquoted(table.slice(table.indexOf('.') + 1))}`);
  return {
    dialect: 'postgresql',
    out: './out',
    dbCredentials: { host, port, user, password, database, ssl },
    schemaFilter: schemas,
    tablesFilter: ['*', ...left],
  };
}

/** Returns everything that it prints. */
function runProgram({ program, signal }: DrizzlePull, cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const args = [program, 'pull', '--config', 'drizzle.config.json'];
    const child = spawn(process.execPath, args, { cwd, signal, stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
    child.on('error', (cause) => {
      reject(signal.aborted ? interrupted(cause) : failure(printed, cause));
    });
    child.on('close', () => {
      resolve(printed);
    });
  });
}

function failure(printed: string, cause: unknown): DatabaseError {
  const lines = stripVTControlCharacters(printed).split('\n');
  const said = lines.map((line) => line.trim()).filter((line) => line !== '');
  return new DatabaseError(`drizzle-kit wrote no schema: ${withoutSecrets(said.slice(-3).join(' '))}`, {
    remedy: 'Nothing was written. Run again without --drizzle, or correct what it says.',
    cause,
  });
}
