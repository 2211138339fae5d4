import { diff, subject, type Difference } from '../catalog/model/diff.js';
import type { Snapshot } from '../catalog/model/object.js';
import type { MigrationsConfig } from '../config/config.js';
import { withScratchDatabases } from '../database/scratch.js';
import type { SessionOptions } from '../database/session.js';
import { readDefaultPrivileges } from '../database-state/default-privileges.js';
import { DatabaseError } from '../errors.js';
import type { Migration } from '../migrations/migration.js';
import { StatementError } from '../migrations/statement-error.js';
import { isColumnOrder, withoutColumnOrder } from '../pairs/prove-pair.js';
import type { Rename } from '../pairs/renames.js';
import type { ClusterGuard } from '../scratch-run/cluster-guard.js';
import { ClusterState } from '../scratch-run/cluster-state.js';
import { replayNoting } from '../scratch-run/replay-noting.js';
import type { Replayed, ReplayProgress } from '../scratch-run/replay.js';
import { withRunIn } from '../scratch-run/run-in.js';
import type { ScratchRun } from '../scratch-run/scratch-run.js';
import { guardOf, type ScratchServer } from '../scratch-run/scratch-server.js';
import type { Source, SourceContext, Unmanaged } from '../source/source.js';
import { wantedState } from '../source/wanted-state.js';
import { decideRenames, type RenameChoice } from './decide-renames.js';

export interface CompareOptions {
  readonly scratch: ScratchServer;
  readonly migrations: readonly Migration[];
  readonly source: Source;
  readonly config: MigrationsConfig;
  readonly limits: SessionOptions;
  readonly signal: AbortSignal;
  readonly clusterChanges: ClusterGuard['changes'];
  readonly renames: RenameChoice;
  readonly note: (text: string) => void;
  readonly progress?: ReplayProgress;
}

/** The state that the migrations lead to, and the one that the source describes. */
export interface ComparedStates {
  /** The scratch database with all migrations. */
  readonly run: ScratchRun;
  /** The role that runs migrations there. */
  readonly role: string;
  readonly from: Snapshot;
  readonly to: Snapshot;
  readonly renames: readonly Rename[];
  /** Without those of column order, and of names that PostgreSQL gave. */
  readonly differences: readonly Difference[];
  readonly reordered: readonly string[];
  readonly unmanaged: readonly Unmanaged[];
  /** Receives changes of later steps, so that they are undone where other databases see them. */
  readonly observed: (changes: readonly Difference[]) => void;
}

const advice =
  'Use the embedded server with --embedded, or allow it on this server with --allow-cluster-changes.';

/**
 * Applies the migrations to one scratch database, creates the schema of the source in another one, and compares
 * them. What either changed on the server as a whole is undone afterwards.
 * @throws UsageError, RefusedError, DatabaseError saying why one of them cannot be made
 */
export async function withComparedStates<T>(
  options: CompareOptions,
  action: (states: ComparedStates) => Promise<T>,
): Promise<T> {
  const { scratch, clusterChanges: changes, config, limits } = options;
  const cluster = new ClusterState();
  try {
    return await withScratchDatabases(scratch.server, async (databases) => {
      const clusterGuard = await guardOf(scratch, { advice, changes });
      const runOptions = { databases, config, limits, reading: 'whole', clusterGuard } as const;
      return withRunIn(runOptions, async (run) =>
        action(await compare(run, { ...options, databases, clusterGuard, cluster })),
      );
    });
  } finally {
    if (scratch.place !== 'embedded') await cluster.restoreOn(scratch.server, 0);
  }
}

interface Comparison extends CompareOptions, Pick<SourceContext, 'databases' | 'clusterGuard'> {
  readonly cluster: ClusterState;
}

async function compare(run: ScratchRun, options: Comparison): Promise<ComparedStates> {
  const { cluster } = options;
  const replayed = await replayMigrations(run, options);
  const wanted = await readSource(run, replayed, options);
  const { renames, renamed } = await decideRenames({
    present: replayed.catalog,
    wanted: (present) => wanted(present).wanted,
    choice: options.renames,
  });
  const { wanted: to, unmanaged } = wanted(renamed);
  const differences = diff(renamed, to);
  return {
    run,
    role: replayed.runner,
    from: replayed.catalog,
    to,
    renames,
    differences: withoutColumnOrder(differences),
    reordered: differences.filter(isColumnOrder).map((one) => subject(one).name),
    unmanaged,
    observed: (changes) => {
      cluster.note(changes);
    },
  };
}

async function replayMigrations(
  run: ScratchRun,
  { migrations, signal, progress, scratch, clusterGuard, cluster }: Comparison,
): Promise<Replayed> {
  try {
    return await replayNoting(run, cluster, { migrations, signal, progress, clusterGuard, ...scratch });
  } catch (error) {
    if (!(error instanceof StatementError)) throw error;
    throw new DatabaseError(`the migrations cannot be replayed: ${error.message}`, {
      remedy: 'Nothing was written. Correct the migration: roundtrip prove shows its failure.',
      cause: error,
    });
  }
}

/** Reads the source, and returns the wanted state for a present one. */
async function readSource(run: ScratchRun, replayed: Replayed, options: Comparison) {
  const schema = await options.source.read({ ...options, present: replayed.catalog });
  const defaults = await readDefaultPrivileges(run.catalogSession);
  return (present: Snapshot) => wantedState({ source: schema, replayed, present, defaults });
}
