import type { Config } from '../../config/config.js';
import { loadMigrations } from '../../migrations/load-migrations.js';
import type { Migration } from '../../migrations/migration.js';
import { findMigrationFiles } from '../../migrations/migration-file.js';
import type { ProveOptions } from '../../prove/prove.js';
import type { CodeReportForm } from '../../report/text/code-report-form.js';
import { seedForProof } from '../../seed/seed-for-proof.js';
import type { Context } from '../context.js';
import type { ReportFile } from '../report-files.js';
import { chooseMigrations, type Choice } from './choose-migrations.js';
import { readTexts } from './fixing.js';
import type { ProveFlags } from './flags.js';

/** Options that are the same for every proof of a `--watch`. */
export interface Request {
  readonly config: Config;
  readonly names: readonly string[];
  readonly reportFiles: readonly ReportFile<CodeReportForm>[];
  /** Number of parallel proofs. */
  readonly jobs: number;
}

/** Input from files, read before a server is opened. */
export interface Prepared extends Choice {
  readonly migrations: readonly Migration[];
  /** Texts of the files by path, with `--fix`. */
  readonly texts: ReadonlyMap<string, string>;
  readonly seed: ProveOptions['seed'];
}

/**
 * Reads the files again.
 * @throws UsageError, MigrationFileError when the files or arguments are invalid
 */
export async function prepare(context: Context<ProveFlags>, { config, names }: Request): Promise<Prepared> {
  const files = await findMigrationFiles(config.migrations);
  const choice = await chooseMigrations(context, { files, config: config.migrations, names });
  const texts = context.flags.fix === undefined ? new Map<string, string>() : await readTexts(files);
  const migrations = await loadMigrations(files, config.migrations);
  return {
    ...choice,
    migrations,
    texts,
    seed: await seedForProof(context.flags.seed ?? config.prove.seed, config),
  };
}
