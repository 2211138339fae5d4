import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { diff, subject } from '../../src/catalog/model/diff.js';
import { keyOf, type Snapshot } from '../../src/catalog/model/object.js';
import { isOfSchema } from '../../src/pairs/of-schema.js';
import { readCatalog } from '../../src/catalog/read/read-catalog.js';
import type { Session } from '../../src/database/session.js';
import { readExtensionDefaults } from '../../src/pairs/for-empty-database.js';
import { writeSchemaSql, type WriteSchemaSqlOptions } from '../../src/schema-docs/sql/write-schema-sql.js';
import { createScratch, openTestServer, type Scratch } from './scratch.js';

const config = { createSchemas: [] } as unknown as WriteSchemaSqlOptions['config'];

let empty: Promise<Snapshot> | undefined;

async function readEmpty(): Promise<Snapshot> {
  const scratch = await createScratch();
  const { objects } = await readCatalog(scratch.session);
  await scratch.drop();
  return objects;
}

/** Writes schema.sql for the present schema of a database. */
export async function fileFor(session: Session): Promise<string> {
  empty ??= readEmpty();
  const { rows } = await session.query<{ role: string }>(
    'SELECT pg_catalog.quote_ident(current_user) AS role',
  );
  const { objects, major } = await readCatalog(session);
  const extensions = await readExtensionDefaults(session);
  const schema = { baseline: await empty, objects, major, role: rows[0]?.role ?? '', extensions };
  return writeSchemaSql(schema, { server: await openTestServer(), config });
}

/** Writes schema.sql for the schema that statements create. */
export async function fileOf(statements: readonly string[]): Promise<string> {
  const scratch = await createScratch();
  try {
    for (const one of statements) await scratch.session.query(one);
    return await fileFor(scratch.session);
  } finally {
    await scratch.drop();
  }
}

/** The lines in which a file names what it does not create exactly. */
export function remarksOf(file: string): readonly string[] {
  return file.split('\n').filter((line) => line.startsWith('-- Not exact'));
}

const hasPsql = (() => {
  try {
    return execFileSync('psql', ['--version']).length > 0;
  } catch {
    return false;
  }
})();

/** Loads a file with psql, or over the driver where there is none. */
async function load(file: string, scratch: Scratch): Promise<void> {
  if (!hasPsql) {
    await scratch.session.query(file);
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'roundtrip-sql-'));
  try {
    await writeFile(join(folder, 'schema.sql'), file);
    const options = ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', join(folder, 'schema.sql'), scratch.url];
    await promisify(execFile)('psql', options);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The catalog that a file creates over the driver. */
export async function catalogOf(file: string): Promise<Snapshot> {
  const copy = await createScratch();
  try {
    await copy.session.query(file);
    return (await readCatalog(copy.session)).objects;
  } finally {
    await copy.drop();
  }
}

/** Objects that differ between the original and a database that the file was loaded into. */
export async function differencesAfterLoading(file: string, original: Snapshot): Promise<readonly string[]> {
  const copy = await createScratch();
  try {
    await load(file, copy);
    const { objects } = await readCatalog(copy.session);
    return diff(original, objects).map(subject).filter(isOfSchema).map(keyOf);
  } finally {
    await copy.drop();
  }
}
