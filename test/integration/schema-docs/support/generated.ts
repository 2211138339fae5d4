import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../../../src/config/config.js';
import { uninterruptible } from '../../../../src/database/interruption.js';
import { findMigrationFiles } from '../../../../src/migrations/migration-file.js';
import { loadMigrations } from '../../../../src/migrations/load-migrations.js';
import { generateDocs } from '../../../../src/schema-docs/generate-docs.js';
import type { DocsFiles } from '../../../../src/schema-docs/render-docs.js';
import { openTestServer } from '../../../support/scratch.js';

const folders: string[] = [];

/** An empty folder that `removeFolders` removes. */
export async function makeFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'roundtrip-docs-')));
  folders.push(folder);
  return folder;
}

export async function removeFolders(): Promise<void> {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
}

/** A project whose migrations have these statements as up. */
export async function makeProject(migrations: Readonly<Record<string, string>>): Promise<string> {
  const folder = await makeFolder();
  await mkdir(join(folder, 'migrations'));
  for (const [name, sql] of Object.entries(migrations)) {
    const text = `-- Up Migration\n${sql}\n-- Down Migration\n`;
    await writeFile(join(folder, 'migrations', `${name}.sql`), text);
  }
  return folder;
}

/** Generates the reference of a project on the test server. */
export async function generateIn(project: string): Promise<DocsFiles> {
  const { migrations: config } = await readConfig({ flags: { embedded: true }, env: {}, cwd: project });
  const { files } = await generateDocs({
    server: await openTestServer(),
    migrations: await loadMigrations(await findMigrationFiles(config), config),
    config,
    limits: {},
    signal: uninterruptible,
    applied: nothing,
    directory: join(project, 'docs', 'schema'),
    projectDirectory: project,
  });
  return files;
}

function nothing(): void {
  // These tests need no progress messages.
}
