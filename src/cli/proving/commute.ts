import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { proveCommute } from '../../commute/commute.js';
import type { CommuteReport } from '../../commute/commute-report.js';
import type { Config } from '../../config/config.js';
import { statementLimits } from '../../config/limits.js';
import type { Database } from '../../database/session.js';
import { readBranchMigrations } from '../../git/branch-migrations.js';
import { findComparison } from '../../git/comparison.js';
import { withFilesAtTip } from '../../git/files-at-tip.js';
import { loadMigrations } from '../../migrations/load-migrations.js';
import type { Migration } from '../../migrations/migration.js';
import type { MigrationFile } from '../../migrations/migration-file.js';
import { readReplaced } from '../../migrations/replaced-migrations.js';
import type { Context } from '../context.js';
import type { ProveFlags } from './flags.js';
import { parseShard } from './parallel.js';

/** With `--commute`, compares the orders; of several shards, the first one does. */
export async function commuteIfWanted(
  context: Context<ProveFlags>,
  config: Config,
  database: Database,
): Promise<CommuteReport | undefined> {
  const { flags, env } = context;
  if (!flags.commute || (parseShard(flags)?.number ?? 1) > 1) return undefined;
  const comparison = await findComparison({
    directory: config.migrations.directories[0],
    revision: typeof flags.changed === 'string' ? flags.changed : undefined,
    env,
    neededBy: '--commute',
  });
  const { common, own, meanwhile } = await readBranchMigrations(comparison, config.migrations);
  const toolFolder = join(config.projectDirectory, '.roundtrip');
  return withFilesAtTip(comparison, { files: meanwhile, toolFolder, env }, async (files) => {
    const loaded = await load({ common, main: files, branch: own }, config);
    return proveCommute({ ...optionsOf(context, config), ...loaded, database, branch: comparison.revision });
  });
}

interface Groups {
  readonly common: readonly MigrationFile[];
  readonly main: readonly MigrationFile[];
  readonly branch: readonly MigrationFile[];
}

interface Loaded {
  readonly common: readonly Migration[];
  readonly sides: Readonly<Record<'main' | 'branch', readonly Migration[]>>;
}

async function load({ common, main, branch }: Groups, { migrations: config }: Config): Promise<Loaded> {
  const known = new Set(common.map(({ name }) => name));
  const [ofMain, ofBranch] = await Promise.all([main, branch].map((files) => withoutSquashed(files, known)));
  const all = await loadMigrations([...common, ...(ofMain ?? []), ...(ofBranch ?? [])], config);
  const pick = (files: readonly MigrationFile[] = []) =>
    all.filter(({ path }) => files.some((one) => one.path === path));
  return { common: pick(common), sides: { main: pick(ofMain), branch: pick(ofBranch) } };
}

/** A squashed migration does again what the migrations that it replaces do. */
async function withoutSquashed(
  files: readonly MigrationFile[],
  known: ReadonlySet<string>,
): Promise<readonly MigrationFile[]> {
  const replaced = await Promise.all(
    files.map(async ({ path }) => readReplaced(await readFile(path, 'utf8'))),
  );
  return files.filter((_, index) => !replaced[index]?.some(({ name }) => known.has(name)));
}

function optionsOf({ flags, signal, terminal }: Context<ProveFlags>, config: Config) {
  return {
    config: config.migrations,
    limits: statementLimits(config.limits),
    signal,
    rows: flags.rows ?? config.prove.rows,
    clusterChanges: flags.allowClusterChanges ? 'allowed' : 'refused',
    progress: ({ name, direction }: { readonly name: string; readonly direction: string }) => {
      terminal.progress(`commute  ${direction}  ${name}`);
    },
  } as const;
}
