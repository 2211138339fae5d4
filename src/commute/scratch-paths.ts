import type { MigrationsConfig } from '../config/config.js';
import type { CatalogState } from '../catalog/read/catalog-state.js';
import { stopIfInterrupted } from '../database/interruption.js';
import type { ScratchDatabases } from '../database/scratch.js';
import type { Database, SessionOptions } from '../database/session.js';
import { withSession } from '../database/with-session.js';
import { withTransaction } from '../database/transaction.js';
import type { Direction, Migration } from '../migrations/migration.js';
import { StatementError } from '../migrations/statement-error.js';
import { noEdges } from '../rows/edge-rules.js';
import { generateRows } from '../rows/generate-rows.js';
import type { ClusterGuard } from '../scratch-run/cluster-guard.js';
import { ClusterState } from '../scratch-run/cluster-state.js';
import { ScratchRun } from '../scratch-run/scratch-run.js';
import type { CommuteFailure, Side } from './commute-report.js';
import { readState, type State } from './state.js';

/** Where the paths run. */
export interface Place {
  readonly server: Database;
  readonly scratch: ScratchDatabases;
  readonly config: MigrationsConfig;
  readonly limits: SessionOptions;
  readonly clusterGuard: ClusterGuard | undefined;
  readonly signal: AbortSignal;
  readonly progress: CommuteProgress | undefined;
}

/** Called before each step. */
export type CommuteProgress = (step: { readonly name: string; readonly direction: Direction }) => void;

/** All migrations of one side, applied in order or rolled back in reverse order. */
export interface Stage {
  readonly side: Side;
  readonly direction: Direction;
}

/** The states after each stage; fewer than there are stages where one failed. */
export interface PathResult {
  readonly stages: readonly Stage[];
  readonly states: readonly State[];
  readonly failure?: CommuteFailure;
}

/** A database with the migrations that both branches have, of which each path gets a copy. */
export interface Base {
  readonly database: Database;
  readonly catalog: CatalogState;
  readonly state: State;
  readonly rows: 'compared' | 'ignored';
}

export interface BaseOptions {
  readonly migrations: readonly Migration[];
  readonly rows: 'generated' | 'compared' | 'ignored';
}

/**
 * Runs `action` with a database on which the given migrations are applied, and restores afterwards what they changed
 * outside of it.
 * @throws StatementError when one of them fails
 */
export async function withBase<T>(
  place: Place,
  { migrations, rows }: BaseOptions,
  action: (base: Base) => Promise<T>,
): Promise<T> {
  const cluster = new ClusterState();
  const compared = rows === 'ignored' ? 'ignored' : 'compared';
  const database = await place.scratch.create();
  try {
    const run = await ScratchRun.open({ ...place, database, reading: 'whole' });
    const state = await closing(run, async () => {
      for (const migration of migrations) await runOne(place, run, { migration, direction: 'up' });
      cluster.note((await run.observe()).changes);
      if (rows === 'generated') await fill(run);
      return readState(run, compared);
    });
    return await action({ database, catalog: run.state, state, rows: compared });
  } finally {
    await place.scratch.drop(database);
    await cluster.restoreOn(place.server, 0);
  }
}

/** Tables whose constraints no generated row satisfies stay empty. */
async function fill(run: ScratchRun): Promise<void> {
  const tables = [...run.objects.values()].flatMap(({ kind, name }) => (kind === 'table' ? [name] : []));
  await withSession(run.database, (session) =>
    withTransaction(session, () => generateRows(session, tables, noEdges)),
  );
}

/** Runs the stages on a copy of the base. */
export async function runPath(place: Place, { base, stages, sides }: PathOptions): Promise<PathResult> {
  const cluster = new ClusterState();
  const database = await place.scratch.create({ template: base.database });
  try {
    const run = await ScratchRun.open({ ...place, database, reading: 'whole' }, base.catalog);
    return await closing(run, () => runStages(place, { run, cluster, stages, sides, rows: base.rows }));
  } finally {
    await place.scratch.drop(database);
    await cluster.restoreOn(place.server, 0);
  }
}

export interface PathOptions {
  readonly base: Base;
  readonly stages: readonly Stage[];
  readonly sides: Readonly<Record<Side, readonly Migration[]>>;
}

interface Running extends Pick<PathOptions, 'stages' | 'sides'> {
  readonly run: ScratchRun;
  readonly cluster: ClusterState;
  readonly rows: Base['rows'];
}

async function runStages(place: Place, { run, cluster, stages, sides, rows }: Running): Promise<PathResult> {
  const states: State[] = [];
  for (const { side, direction } of stages) {
    const ordered = direction === 'up' ? sides[side] : sides[side].toReversed();
    const failure = await tryEach(
      place,
      run,
      ordered.map((migration) => ({ migration, direction })),
    );
    cluster.note((await run.observe()).changes);
    if (failure) return { stages, states, failure };
    states.push(await readState(run, rows));
  }
  return { stages, states };
}

interface OneStep {
  readonly migration: Migration;
  readonly direction: Direction;
}

async function tryEach(
  place: Place,
  run: ScratchRun,
  steps: readonly OneStep[],
): Promise<CommuteFailure | undefined> {
  for (const step of steps) {
    try {
      await runOne(place, run, step);
    } catch (error) {
      if (!(error instanceof StatementError)) throw error;
      const { migration, direction, reason, sqlState, statement } = error;
      return {
        migration,
        direction,
        message: reason,
        code: sqlState ?? null,
        statement: statement ?? null,
      };
    }
  }
  return undefined;
}

async function runOne({ signal, progress }: Place, run: ScratchRun, step: OneStep): Promise<void> {
  stopIfInterrupted(signal);
  progress?.({ name: step.migration.name, direction: step.direction });
  await run.runUnobserved(step);
}

async function closing<T>(run: ScratchRun, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } finally {
    await run.close();
  }
}
