import { join, relative, resolve } from 'node:path';
import type { Config } from '../../config/config.js';
import { statementLimits } from '../../config/limits.js';
import { withScratchServer } from '../../database/open-database.js';
import { exitCodes, type ExitCode } from '../../errors.js';
import { loadMigrations } from '../../migrations/load-migrations.js';
import { findMigrationFiles } from '../../migrations/migration-file.js';
import { checkToJson, renderCheck, renderUpdate, updateToJson } from '../../report/docs/report.js';
import { compareFolder, updateFolder } from '../../schema-docs/docs-folder.js';
import { generateDocs, type GeneratedDocs } from '../../schema-docs/generate-docs.js';
import { configOf, type Context } from '../context.js';

export interface DocsFlags {
  readonly output?: string;
  readonly check?: boolean;
}

/** `roundtrip docs`: exits 1 when, with `--check`, a file is stale, missing or orphaned. */
export async function run(context: Context<DocsFlags>): Promise<ExitCode> {
  const { flags, cwd } = context;
  const config = await configOf(onOwnServer(context));
  const directory = resolve(cwd, flags.output ?? join('docs', 'schema'));
  const { files } = await generate(context, config, directory);
  const folder = relative(cwd, directory) || '.';
  return flags.check
    ? report(context, await compareFolder(directory, files), folder)
    : update(context, await updateFolder(directory, files), folder);
}

/** Uses the embedded server unless another is named, so that the files are the same everywhere. */
function onOwnServer(context: Context<DocsFlags>): Context<DocsFlags> {
  const { flags } = context;
  return flags.databaseUrl === undefined ? { ...context, flags: { ...flags, embedded: true } } : context;
}

async function generate(
  { terminal, signal }: Context<DocsFlags>,
  { database, migrations: config, limits, projectDirectory }: Config,
  directory: string,
): Promise<GeneratedDocs> {
  const migrations = await loadMigrations(await findMigrationFiles(config), config);
  return withScratchServer(database, { signal }, (server) =>
    generateDocs({
      server,
      migrations,
      config,
      signal,
      directory,
      projectDirectory,
      limits: statementLimits(limits),
      applied: ({ name }, number) => {
        terminal.progress(`${number}/${migrations.length}  ${name}`);
      },
    }),
  );
}

type FolderState = Awaited<ReturnType<typeof compareFolder>>;

function report({ terminal }: Context<DocsFlags>, state: FolderState, folder: string): ExitCode {
  terminal.result(renderCheck(state, { folder, paint: terminal.paint }));
  terminal.json(checkToJson(state, folder));
  const isFresh = [state.stale, state.missing, state.orphaned].every((names) => names.length === 0);
  return isFresh ? exitCodes.done : exitCodes.finding;
}

function update({ terminal }: Context<DocsFlags>, state: FolderState, folder: string): ExitCode {
  terminal.result(renderUpdate(state, { folder, paint: terminal.paint }));
  terminal.json(updateToJson(state, folder));
  return exitCodes.done;
}
