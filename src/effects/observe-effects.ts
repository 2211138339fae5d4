import { performance } from 'node:perf_hooks';
import { migrationsTable } from '../config/migrations-table.js';
import type { MigrationsConfig } from '../config/config.js';
import { stopIfInterrupted } from '../database/interruption.js';
import { withScratchDatabases, type ScratchDatabases } from '../database/scratch.js';
import type { Database, SessionOptions } from '../database/session.js';
import type { Direction, Migration } from '../migrations/migration.js';
import type { StatementError } from '../migrations/statement-error.js';
import { loadSqlParser } from '../sql-text/parser.js';
import type { ClusterGuard } from '../scratch-run/cluster-guard.js';
import type { ClusterState } from '../scratch-run/cluster-state.js';
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
    while (position < end) position = await this.#withRun((on) => this.#observeFrom(on, position, end));
    return this.#results;
  }

  #withRun<T>(action: (on: RunWithCluster) => Promise<T>): Promise<T> {
    const { database, config, limits } = this.#options;
    const databases = this.#scratch;
    const clusterGuard = this.#clusterGuard;
    const options = { databases, config, limits, reading: 'unverified', clusterGuard } as const;
    return withRestoringRun(database, options, (run, cluster) => action({ run, cluster }));
  }

  /**
   * Applies the migrations before `start` and observes those from there to `end`.
   * @returns where to continue on a new database, because the state of this one is unknown; `end` otherwise
   */
  async #observeFrom(on: RunWithCluster, start: number, end: number): Promise<number> {
    const { migrations, chosen } = this.#options;
    for (const [position, migration] of migrations.slice(0, end).entries()) {
      const isObserved = position >= start && chosen.has(migration.name);
      const next = isObserved
        ? await this.#observeMigration(on, { migration, position, isLast: position + 1 === end })
        : await this.#apply(on, { migration, position });
      if (next === 'failed') return end;
      if (next === 'unknown') return position + 1;
    }
    return end;
  }

  async #apply(
    { run, cluster }: RunWithCluster,
    { migration, position }: Place,
  ): Promise<'applied' | 'failed'> {
    stopIfInterrupted(this.#options.signal);
    const observed = await run.step({ migration, direction: 'up' });
    cluster.note(observed.changes, position + 1);
    if (observed.outcome === 'done') return 'applied';
    this.#results.push({ migration, failure: { direction: 'up', error: observed.error } });
    return 'failed';
  }

  async #observeMigration(
    on: RunWithCluster,
    place: ObservedPlace,
  ): Promise<'applied' | 'failed' | 'unknown'> {
    const { migration, position, isLast } = place;
    const up = await this.#observeStep(on, { migration, direction: 'up', position: position + 1 });
    if ('error' in up) {
      this.#results.push({ migration, failure: { direction: 'up', error: up.error } });
      return 'failed';
    }
    if (migration.down.kind === 'disabled' || migration.down.kind === 'absent') {
      this.#results.push({ migration, up: up.effects });
      return 'applied';
    }
    const down = await this.#observeStep(on, { migration, direction: 'down' });
    if ('error' in down) {
      this.#results.push({ migration, up: up.effects, failure: { direction: 'down', error: down.error } });
      return down.error.transaction === 'one' ? 'applied' : 'unknown';
    }
    this.#results.push({ migration, up: up.effects, down: down.effects });
    if (isLast) return 'applied';
    const again = await on.run.step({ migration, direction: 'up' });
    return again.outcome === 'done' ? 'applied' : 'unknown';
  }

  async #observeStep(
    { run, cluster }: RunWithCluster,
    { migration, direction, position }: { migration: Migration; direction: Direction; position?: number },
  ): Promise<{ readonly effects: StepEffects } | { readonly error: StatementError }> {
    const { signal, progress, config } = this.#options;
    stopIfInterrupted(signal);
    progress?.({ name: migration.name, direction });
    const started = performance.now();
    const effects = new ObservedEffects(run, migrationsTable(config));
    const observed = await run.step({ migration, direction }, effects.inside);
    cluster.note(observed.changes, position);
    if (observed.outcome === 'failed') return { error: observed.error };
    const milliseconds = performance.now() - started;
    const { statements, existed } = effects;
    return { effects: { migration, direction, statements, existed, milliseconds } };
  }
}

/** A run, and the state that its changes outside of the database are noted in. */
interface RunWithCluster {
  readonly run: ScratchRun;
  readonly cluster: ClusterState;
}

interface Place {
  readonly migration: Migration;
  readonly position: number;
}

interface ObservedPlace extends Place {
  readonly isLast: boolean;
}
