import { readFile } from 'node:fs/promises';
import type { Config } from '../../config/config.js';
import { UsageError } from '../../errors.js';
import type { MigrationFile } from '../../migrations/migration-file.js';
import type { ProofReport } from '../../prove/proof-report.js';
import type { ProveOptions } from '../../prove/prove.js';
import type { Context } from '../context.js';
import { assertExclusive } from '../exclusive-flags.js';
import type { ProveFlags } from './flags.js';

/** @throws UsageError for flags that make no sense with `--fix`, or without it */
export function assertFixFlags({ fix, dryRun, watch, bail, shard }: ProveFlags): void {
  if (dryRun && fix === undefined)
    throw new UsageError('--dry-run is only for --fix', {
      remedy: 'prove changes no file without --fix. To see the edits: roundtrip prove --fix --dry-run',
    });
  assertExclusive('--fix', { '--fix': fix, '--watch': watch, '--bail': bail });
  // Several machines would each change some of the files.
  if (!dryRun) assertExclusive('--fix', { '--fix': fix, '--shard': shard });
}

/** The texts of the files by path. They are read before the migrations are loaded, to notice later changes. */
export async function readTexts(files: readonly MigrationFile[]): Promise<ReadonlyMap<string, string>> {
  const paths = files.flatMap(({ path, downPath }) => (downPath === undefined ? [path] : [path, downPath]));
  const texts = await Promise.all(paths.map(async (path) => [path, await readFile(path, 'utf8')] as const));
  return new Map(texts);
}

interface Fixing {
  readonly config: Config;
  /** Texts of the files by path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly proving: ProveOptions;
}

/** Fixes the files of a report, if the flags say so. */
export async function fixIfWanted(
  { flags }: Context<ProveFlags>,
  report: ProofReport,
  { config, texts, proving }: Fixing,
): Promise<ProofReport> {
  if (flags.fix === undefined) return report;
  const { fixDowns } = await import('../../prove/fix/fix-downs.js');
  const { projectDirectory, migrations } = config;
  return fixDowns(report, {
    proving,
    texts,
    mode: flags.fix,
    files: flags.dryRun ? 'kept' : 'written',
    folders: { project: projectDirectory, migrations: migrations.directories },
  });
}
