import { relative } from 'node:path';
import { readConfig } from '../../config/config.js';
import { projectFileName } from '../../config/project-file.js';
import { exitCodes, type ExitCode } from '../../errors.js';
import { findProject, type FoundSettings } from '../../init/find-project.js';
import { refusal, writeSettings } from '../../init/write-settings.js';
import { findMigrationFiles } from '../../migrations/migration-file.js';
import { countOf } from '../../report/text/plural.js';
import type { CommonFlags, Context } from '../context.js';

/** `roundtrip init`: writes `roundtrip.json` if the project has no settings, and prints the next steps. */
export async function run({ terminal, flags, env, cwd }: Context): Promise<ExitCode> {
  const before = await readConfig({ flags, env, cwd });
  if (before.sources.project) throw refusal(before.sources.project);
  const isKnown = before.sources.origins.has('migrationsDir');
  const found = await findProject({ directory: cwd, folder: isKnown ? 'known' : 'wanted' });
  const settings = { ...found.settings, ...settingsOf(flags) };
  const content = await writeSettings({ directory: cwd, settings });
  const after = await readConfig({ flags, env, cwd });
  const files = await findMigrationFiles(after.migrations).then(
    (all) => all.length,
    () => 0,
  );
  const next = nextSteps(files);
  const folders = after.migrations.directories.map((folder) => relative(cwd, folder));
  const lines = [
    `written: ${projectFileName}`,
    ...Object.entries(settings).map(([key, value]) => `  ${key}: ${[value].flat().join(', ')}`),
    ...found.sources.map((source) => `found by ${source}`),
    `${countOf(files, 'migration')} in ${folders.join(', ')}`,
    'next:',
    ...next.map((step) => `  ${step}`),
  ];
  terminal.result(lines.join('\n'));
  terminal.json({ format: 'roundtrip.init/1', file: projectFileName, content, migrations: files, next });
  return exitCodes.done;
}

/** Flags are taken over as they were given. */
function settingsOf(flags: CommonFlags): FoundSettings {
  const { migrationsDir, migrationsTable, migrationsSchema, schema, configFile } = flags;
  const given = { migrationsDir, migrationsTable, migrationsSchema, schema, configFile };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function nextSteps(files: number): readonly string[] {
  return [
    'npx roundtrip doctor   checks server, privileges, extensions and folders',
    files === 0
      ? 'npx roundtrip new NAME writes the first migration'
      : 'npx roundtrip prove    proves that every down is the inverse of its up, without your database',
  ];
}
