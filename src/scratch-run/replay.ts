import { performance } from 'node:perf_hooks';
import type { Difference } from '../catalog/model/diff.js';
import type { Snapshot } from '../catalog/model/object.js';
import { stopIfInterrupted } from '../database/interruption.js';
import type { ServerInfo } from '../database/session.js';
import { readRoleFacts } from '../database-state/role-facts.js';
import type { Migration } from '../migrations/migration.js';
import type { StepResult } from '../migrations/step.js';
import { explainReplayFailure } from './replay-failure.js';
import type { ScratchRun } from './scratch-run.js';
import type { ScratchPlace, ScratchServer } from './scratch-server.js';
import { withStandIn, type StandInOptions } from './with-scratch-run.js';

/** Called before each migration; `number` counts from 1 to `total`. */
export type ReplayProgress = (step: {
  readonly name: string;
  readonly number: number;
  readonly total: number;
}) => void;

export interface ReplayOptions {
  /** In the order in which they were applied. */
  readonly migrations: readonly Migration[];
  readonly signal: AbortSignal;
  readonly progress: ReplayProgress | undefined;
  /** `each` reads the catalog after each migration, to determine its changes. */
  readonly observed?: 'each' | 'result';
}

/** An applied migration, and its changes in the catalog. */
export interface ReplayedStep {
  readonly result: StepResult;
  readonly changes: readonly Difference[];
}

/** The result of the migrations on an empty database. */
export interface Replayed {
  readonly place: ScratchPlace;
  readonly server: ServerInfo;
  /** The catalog before the first migration, with only the migrations table. */
  readonly baseline: Snapshot;
  readonly catalog: Snapshot;
  /** The role that ran the migrations, quoted where SQL requires it. */
  readonly runner: string;
  readonly milliseconds: number;
  /** In order; empty unless each migration was observed. */
  readonly steps: readonly ReplayedStep[];
}

export type ReplayForOptions = ReplayOptions &
  Pick<StandInOptions, 'database' | 'live' | 'choice' | 'config' | 'limits' | 'signal'>;

/**
 * Replays migrations on a scratch database in place of a live one.
 *
 * @throws DatabaseError, RefusedError with a remedy where they cannot be replayed
 */
export function replayFor(options: ReplayForOptions): Promise<Replayed> {
  const { live } = options;
  return withStandIn(
    {
      ...options,
      advice: replayAdvice,
      serverAdvice: scratchServerAdvice(live.server.major),
      explain: (error, scratch) => explainReplayFailure(error, { live, scratch }),
    },
    (run, scratch) => replay(run, { ...options, ...scratch }),
  );
}

/** Advice where the role may not create a scratch database, and the embedded server has another major version. */
export function scratchServerAdvice(major: number): string {
  return `Give a server of PostgreSQL ${major} on which the role may create databases with --scratch-url URL, or ALTER ROLE … CREATEDB.`;
}

export const replayAdvice =
  'Replay on the embedded server with --scratch-url embedded, or with --scratch-url URL on a server that may be changed.';

/**
 * Applies migrations without observing each of them, and reads the catalog afterwards.
 *
 * @throws StatementError when one of them fails
 * @throws InterruptedError when the user interrupts
 */
export async function replayQuietly(
  run: ScratchRun,
  { migrations, signal }: Pick<ReplayOptions, 'migrations' | 'signal'>,
): Promise<void> {
  for (const migration of migrations) {
    stopIfInterrupted(signal);
    await run.runUnobserved({ migration, direction: 'up' });
  }
  await run.observe();
}

/**
 * Applies migrations, and reads the catalog before and after.
 * @throws StatementError when one of them fails
 */
export async function replay(run: ScratchRun, options: ReplayOptions & ScratchServer): Promise<Replayed> {
  const { migrations, signal, progress, observed, place, server } = options;
  const started = performance.now();
  const baseline = new Map(run.objects);
  const { name: runner } = await readRoleFacts(run.catalogSession, run.config);
  const steps: ReplayedStep[] = [];
  for (const [index, migration] of migrations.entries()) {
    stopIfInterrupted(signal);
    progress?.({ name: migration.name, number: index + 1, total: migrations.length });
    const step = { migration, direction: 'up' } as const;
    if (observed === 'each') steps.push(await run.complete(step));
    else await run.runUnobserved(step);
  }
  await run.observe();
  const catalog = new Map(run.objects);
  const milliseconds = performance.now() - started;
  return { place, server: server.server, baseline, catalog, runner, milliseconds, steps };
}
