import { performance } from 'node:perf_hooks';
import { migrationsTable } from '../config/migrations-table.js';
import type { MigrationsConfig } from '../config/config.js';
import { stopIfInterrupted } from '../database/interruption.js';
import { withScratchDatabases, type ScratchDatabases } from '../database/scratch.js';
import type { Database, SessionOptions } from '../database/session.js';
import type { Direction, Migration } from '../migrations/migration.js';
import type { Step } from '../migrations/step.js';
import { StatementError } from '../migrations/statement-error.js';
import { loadSqlParser } from '../sql-text/parser.js';
import type { ClusterGuard } from '../scratch-run/cluster-guard.js';
import { withRestoringRun } from '../scratch-run/run-in.js';
import type { ScratchRun } from '../scratch-run/scratch-run.js';
import { asScratchServer, guardOf } from '../scratch-run/scratch-server.js';
import type { StepEffects } from './effects.js';
import { ObservedEffects } from './observed-effects.js';

export interface EffectsOptions {
  /** Server on which a scratch database is created. */
  readonly database: Database;
  readonly config: MigrationsConfig;
  readonly limits: SessionOptions;
  readonly signal: AbortSignal;
  /** The whole chain, in order. */
  readonly migrations: readonly Migration[];
  /** Names of the migrations whose effects are observed. */
  readonly chosen: ReadonlySet<string>;
  readonly clusterChanges: ClusterGuard['changes'];
  /** Advice where a migration would change objects that all databases of the server share. */
  readonly advice: string;
  readonly progress?: (step: { readonly name: string; readonly direction: Direction }) => void;
}

export interface MigrationEffects {
  readonly migration: Migration;
  /** Missing where the step does not exist or could not run. */
  readonly up?: StepEffects;
  readonly down?: StepEffects;
  /** Why a step, or the migrations before it, failed. */
  readonly failure?: { readonly direction: Direction; readonly error: StatementError };
}

/**
 * Runs each chosen migration up and down on a scratch database, where all migrations before it are applied, and
 * observes the effects of each statement. After a migration that fails, the later ones cannot be observed.
 *
 * @throws RefusedError when a step would change objects that all databases of the server share
 */
export async function observeEffects(options: EffectsOptions): Promise<readonly MigrationEffects[]> {
  await loadSqlParser();
  const clusterGuard = await guardOf(asScratchServer(options.database), {
    advice: options.advice,
    changes: options.clusterChanges,
  });
  return withScratchDatabases(options.database, (scratch) =>
    new EffectsObserver(options, scratch, clusterGuard).observe(),
  );
}

class EffectsObserver {
  readonly #options: EffectsOptions;
  readonly #scratch: ScratchDatabases;
  readonly #clusterGuard: ClusterGuard | undefined;
  readonly #results: MigrationEffects[] = [];

  constructor(options: EffectsOptions, scratch: ScratchDatabases, clusterGuard: ClusterGuard | undefined) {
    this.#options = options;
    this.#scratch = scratch;
    this.#clusterGuard = clusterGuard;
  }

  async observe(): Promise<readonly MigrationEffects[]> {
    const { migrations, chosen } = this.#options;
    const end = migrations.findLastIndex(({ name }) => chosen.has(name)) + 1;
    let position = 0;
    while (position < end) position = await this.#withRun((run) => this.#observeFrom(run, position, end));
    return this.#results;
  }

  #withRun<T>(action: (run: ScratchRun) => Promise<T>): Promise<T> {
    const { database, config, limits } = this.#options;
    const databases = this.#scratch;
    const clusterGuard = this.#clusterGuard;
    const options = { databases, config, limits, reading: 'unverified', clusterGuard } as const;
    return withRestoringRun(database, options, async (run, cluster) => {
      try {
        return await action(run);
      } finally {
        // Once for all steps: the effects do not need the catalog after each of them.
        cluster.note((await run.observe()).changes);
      }
    });
  }

  /**
   * Applies the migrations before `start` and observes those from there to `end`.
   * @returns where to continue on a new database, because the state of this one is unknown; `end` otherwise
   */
  async #observeFrom(run: ScratchRun, start: number, end: number): Promise<number> {
    const { migrations, chosen } = this.#options;
    for (const [position, migration] of migrations.slice(0, end).entries()) {
      const isObserved = position >= start && chosen.has(migration.name);
      const next = isObserved
        ? await this.#observeMigration(run, { migration, isLast: position + 1 === end })
        : await this.#apply(run, migration);
      if (next === 'failed') return end;
      if (next === 'unknown') return position + 1;
    }
    return end;
  }

  async #apply(run: ScratchRun, migration: Migration): Promise<'applied' | 'failed'> {
    stopIfInterrupted(this.#options.signal);
    const error = await failureOf(() => run.runUnobserved({ migration, direction: 'up' }));
    if (!error) return 'applied';
    this.#results.push({ migration, failure: { direction: 'up', error } });
    return 'failed';
  }

  async #observeMigration(
    run: ScratchRun,
    { migration, isLast }: { readonly migration: Migration; readonly isLast: boolean },
  ): Promise<'applied' | 'failed' | 'unknown'> {
    const up = await this.#observeStep(run, { migration, direction: 'up' });
    if ('error' in up) {
      this.#results.push({ migration, failure: { direction: 'up', error: up.error } });
      return 'failed';
    }
    if (migration.down.kind === 'disabled' || migration.down.kind === 'absent') {
      this.#results.push({ migration, up: up.effects });
      return 'applied';
    }
    const down = await this.#observeStep(run, { migration, direction: 'down' });
    if ('error' in down) {
      this.#results.push({ migration, up: up.effects, failure: { direction: 'down', error: down.error } });
      return down.error.transaction === 'one' ? 'applied' : 'unknown';
    }
    this.#results.push({ migration, up: up.effects, down: down.effects });
    if (isLast) return 'applied';
    const error = await failureOf(() => run.runUnobserved({ migration, direction: 'up' }));
    return error ? 'unknown' : 'applied';
  }

  async #observeStep(
    run: ScratchRun,
    step: Step,
  ): Promise<{ readonly effects: StepEffects } | { readonly error: StatementError }> {
    const { signal, progress, config } = this.#options;
    stopIfInterrupted(signal);
    progress?.({ name: step.migration.name, direction: step.direction });
    const started = performance.now();
    const observed = new ObservedEffects(run, migrationsTable(config));
    const error = await failureOf(() => run.runUnobserved(step, observed.inside));
    if (error) return { error };
    const milliseconds = performance.now() - started;
    const { statements, existed } = observed;
    return { effects: { ...step, statements, existed, milliseconds } };
  }
}

/** The error of the statement with which a step fails, if it does. */
async function failureOf(run: () => Promise<unknown>): Promise<StatementError | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    if (error instanceof StatementError) return error;
    throw error;
  }
}
