import { statementLimits } from '../config/limits.js';
import { withScratchServer } from '../database/open-database.js';
import { UsageError } from '../errors.js';
import { generate as generateFrom } from '../generate/generate.js';
import { parseRename } from '../generate/requested-rename.js';
import { loadMigrations } from '../migrations/load-migrations.js';
import { findMigrationFiles } from '../migrations/migration-file.js';
import { generateToJson, type GenerateResult } from '../report/generate/json.js';
import { asScratchServer } from '../scratch-run/scratch-server.js';
import { openSource } from '../source/open-source.js';
import type { OptionNames, ProjectOptions } from './project-options.js';
import { withProject } from './with-project.js';

export interface GenerateOptions extends ProjectOptions {
  /** Name of the migration; only `check` does without. */
  readonly name?: string | undefined;
  /** A path or the URL of a database; default: the source in `roundtrip.json`. */
  readonly from?: string | undefined;
  /** Renamed objects, each as `column:public.users.name=full_name`. */
  readonly rename?: readonly string[] | undefined;
  /** What to do about other objects that may have been renamed; default: `refuse`. */
  readonly otherRenames?: 'refuse' | 'none' | undefined;
  /** Writes nothing. */
  readonly check?: boolean | undefined;
  readonly sql?: boolean | undefined;
  readonly online?: boolean | undefined;
  readonly allowClusterChanges?: boolean | undefined;
}

const names: OptionNames<Omit<GenerateOptions, keyof ProjectOptions>> = {
  name: true,
  from: true,
  rename: true,
  otherRenames: true,
  check: true,
  sql: true,
  online: true,
  allowClusterChanges: true,
};

/**
 * Writes the migration that leads from the migrations to the schema of a source, after proving both directions.
 * @returns the output of `roundtrip generate --json`; a difference is not an error
 */
export function generate(options: GenerateOptions = {}): Promise<GenerateResult> {
  return withProject(options, names, async ({ config, cwd, signal }) => {
    const text = options.from ?? config.schemaSource;
    if (text === undefined)
      throw new UsageError('no source of the schema is given', { remedy: 'Give from.' });
    const source = await openSource({ text, origin: 'from', directory: cwd, config });
    const migrations = await loadMigrations(
      await findMigrationFiles({ ...config.migrations, missing: 'empty' }),
      config.migrations,
    );
    const report = await withScratchServer(config.database, { signal }, (server) =>
      generateFrom({
        scratch: asScratchServer(server),
        migrations,
        source,
        config: config.migrations,
        limits: statementLimits(config.limits),
        signal,
        clusterChanges: options.allowClusterChanges ? 'allowed' : 'refused',
        renames: {
          requested: (options.rename ?? []).map(parseRename),
          others: options.check ? 'none' : (options.otherRenames ?? 'refuse'),
        },
        note: () => undefined,
        ...outputOf(options),
      }),
    );
    return generateToJson(report, cwd);
  });
}

function outputOf({ check, name, sql, online }: GenerateOptions) {
  if (check) return {};
  if (name === undefined)
    throw new UsageError('the migration has no name', { remedy: 'Give name, or check.' });
  const language = sql ? ({ language: 'sql' } as const) : {};
  return { output: { name, ...language, locks: online ? 'short' : 'usual', now: Date.now() } } as const;
}
