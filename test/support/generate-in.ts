import { readConfig } from '../../src/config/config.js';
import { uninterruptible } from '../../src/database/interruption.js';
import { generate } from '../../src/generate/generate.js';
import type { GenerateReport } from '../../src/generate/generate-report.js';
import { parseRename } from '../../src/generate/requested-rename.js';
import { loadMigrations } from '../../src/migrations/load-migrations.js';
import { findMigrationFiles } from '../../src/migrations/migration-file.js';
import { openSource } from '../../src/source/open-source.js';
import { openTestServer } from './scratch.js';

export interface GenerateIn {
  /** Name of the migration; without it, the schemas are only compared. */
  readonly name?: string;
  /** Renames in the format of `--rename`; other renamed objects are dropped and created. */
  readonly renames?: readonly string[];
  readonly from?: string;
}

/** Generates a migration in the folder of a project, with the test server. */
export async function generateIn(
  directory: string,
  { name, renames = [], from = 'drizzle.config.ts' }: GenerateIn = {},
): Promise<GenerateReport> {
  const config = await readConfig({ cwd: directory, flags: {}, env: {} });
  const { migrations } = config;
  return generate({
    scratch: { server: await openTestServer(), place: 'other server' },
    migrations: await loadMigrations(await findMigrationFiles(migrations), migrations),
    source: await openSource({ text: from, origin: '--from', directory, config }),
    config: migrations,
    limits: {},
    signal: uninterruptible,
    clusterChanges: 'refused',
    renames: { requested: renames.map(parseRename), others: 'none' },
    note: () => undefined,
    ...(name === undefined ? {} : { output: { name, locks: 'usual', now: Date.now() } }),
  });
}

/** The changes of a report as text: `added column public.users.phone`. */
export function changesOf({ changes }: GenerateReport): readonly string[] {
  return changes.map(({ change, kind, name }) => `${change} ${kind} ${name}`);
}
