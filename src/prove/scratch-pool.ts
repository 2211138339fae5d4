import type { MigrationsConfig } from '../config/config.js';
import { stopIfInterrupted } from '../database/interruption.js';
import type { ScratchDatabases } from '../database/scratch.js';
import type { Database, SessionOptions } from '../database/session.js';
import type { CatalogState } from '../catalog/read/catalog-state.js';
import type { Migration } from '../migrations/migration.js';
import type { StatementError } from '../migrations/statement-error.js';
import type { ClusterGuard } from '../scratch-run/cluster-guard.js';
import { ClusterState } from '../scratch-run/cluster-state.js';
import type { CompletedStep } from './passes/step-at.js';
import { ScratchRun, type ObservedStep, type Reading } from '../scratch-run/scratch-run.js';

/** The other proofs on the same server, in the same run. */
export interface SharedServer {
  /** The changes that the steps of all of them made to cluster-wide objects. */
  readonly cluster: ClusterState;
  readonly others: 'none' | 'there';
}

export function unsharedServer(): SharedServer {
  return { cluster: new ClusterState(), others: 'none' };
}

/** A step changed cluster-wide objects while other proofs run on the same server. */
export class ClusterChangeConflict extends Error {}

export interface ScratchPoolOptions {
  /** Database of the server that is not a scratch database; only cluster-wide objects are changed through it. */
  readonly server: Database;
  readonly scratch: ScratchDatabases;
  readonly config: MigrationsConfig;
  readonly limits: SessionOptions;
  readonly signal: AbortSignal;
  readonly clusterGuard: ClusterGuard | undefined;
  readonly sharedServer: SharedServer;
  readonly reading: Reading;
  readonly migrations: readonly Migration[];
  /** Called when a database is rebuilt from the state at this position. */
  readonly starts: (position: number) => void;
  /** Called after each migration that is applied to a rebuilt database. */
  readonly completed: (completed: CompletedStep) => Promise<void>;
}

/** A copy of the database at one position, from which later states can be rebuilt. */
interface Checkpoint {
  readonly position: number;
  readonly database: Database;
  readonly state: CatalogState;
}

/** A migration that could be applied before, but fails now. */
export interface Stopped {
  /** Its position, from 1. */
  readonly position: number;
  readonly error: StatementError;
}

/** A rebuilt scratch database; at an earlier position if reapplying a migration failed. */
export interface Rebuilt {
  readonly run: ScratchRun;
  readonly position: number;
  readonly stopped?: Stopped;
}

/** Number of steps from which on creating a checkpoint is cheaper than reapplying the migrations. */
const checkpointDistance = 16;

/**
 * Creates scratch databases at any position of the chain. Position 0 is an empty database, position n the state
 * after the n-th migration.
 */
export class ScratchPool {
  readonly #options: ScratchPoolOptions;
  #checkpoints: readonly Checkpoint[] = [];

  constructor(options: ScratchPoolOptions) {
    this.#options = options;
  }

  async openEmpty(): Promise<ScratchRun> {
    return this.#open(await this.#options.scratch.create());
  }

  /**
   * Notes the changes of a step to cluster-wide objects, so that they can be undone; `position` is set for ups.
   * @throws ClusterChangeConflict when there is such a change, and other proofs would see it
   */
  note({ changes }: Pick<ObservedStep, 'changes'>, position?: number): void {
    const { cluster, others } = this.#options.sharedServer;
    cluster.note(changes, position);
    if (others === 'there' && cluster.isTouched)
      throw new ClusterChangeConflict('a migration changed cluster-wide objects');
  }

  /**
   * Drops a scratch database that is not needed any more, and rebuilds one at `position` by reapplying
   * migrations.
   */
  async replace(run: ScratchRun, position: number): Promise<Rebuilt> {
    await this.discard(run);
    await this.#dropCheckpointsAbove(position);
    const start = this.#checkpoints.at(-1);
    const from = start?.position ?? 0;
    await this.#restoreCluster(from);
    this.#options.starts(from);
    return this.#applyUpTo(position, {
      from,
      made: start ? await this.#copy(start) : await this.openEmpty(),
    });
  }

  async #applyUpTo(position: number, { from, made }: { from: number; made: ScratchRun }): Promise<Rebuilt> {
    const half = position - from > checkpointDistance ? Math.ceil((from + position) / 2) : undefined;
    let run = made;
    for (let at = from + 1; at <= position; at += 1) {
      const step = await this.#apply(run, at);
      if (step.outcome === 'failed') return this.#stopBelow(run, { position: at, error: step.error });
      if (at === half) run = await this.#keep(run, at);
    }
    return { run, position };
  }

  /** Changes that the failing migration made outside of a transaction are discarded with its database. */
  async #stopBelow(run: ScratchRun, stopped: Stopped): Promise<Rebuilt> {
    const { position, error } = stopped;
    if (error.transaction === 'one') return { run, position: position - 1, stopped };
    return { ...(await this.replace(run, position - 1)), stopped };
  }

  /** Runs `action` on a copy of the scratch database, to which nobody else may be connected meanwhile. */
  async withCopy<T>(
    run: ScratchRun,
    action: (copy: ScratchRun) => Promise<T>,
  ): Promise<{ result: T; run: ScratchRun }> {
    const { state, database } = run;
    await run.close();
    const copy = await this.#open(await this.#options.scratch.create({ template: database }), state);
    try {
      return { result: await action(copy), run: await this.#open(database, state) };
    } finally {
      await this.discard(copy);
    }
  }

  /** Cleans up after the proof, successful or not: nothing of it remains on the server. */
  async finish(): Promise<void> {
    const { scratch, sharedServer } = this.#options;
    await scratch.dropAll();
    if (sharedServer.others === 'none') await this.#restoreCluster(0);
  }

  /** A role can only be dropped when no database, including checkpoints, holds objects that it owns. */
  async #dropCheckpointsAbove(position: number): Promise<void> {
    for (const { database } of this.#checkpoints.filter((one) => one.position > position)) {
      await this.#options.scratch.drop(database);
    }
    this.#checkpoints = this.#checkpoints.filter((one) => one.position <= position);
  }

  #restoreCluster(position: number): Promise<void> {
    return this.#options.sharedServer.cluster.restoreOn(this.#options.server, position);
  }

  async discard(run: ScratchRun): Promise<void> {
    await run.close();
    await this.#options.scratch.drop(run.database);
  }

  async #apply(run: ScratchRun, position: number): Promise<ObservedStep> {
    const { migrations, signal, completed } = this.#options;
    const migration = migrations[position - 1];
    if (!migration) throw new Error(`there is no migration at position ${position}`);
    stopIfInterrupted(signal);
    const step = await run.step({ migration, direction: 'up' });
    this.note(step, position);
    if (step.outcome === 'done') await completed({ run, position, step });
    return step;
  }

  async #keep(run: ScratchRun, position: number): Promise<ScratchRun> {
    const { database, state } = run;
    await run.close();
    const checkpoint = { position, database, state };
    this.#checkpoints = [...this.#checkpoints, checkpoint];
    return this.#copy(checkpoint);
  }

  async #copy({ database, state }: Checkpoint): Promise<ScratchRun> {
    return this.#open(await this.#options.scratch.create({ template: database }), state);
  }

  #open(database: Database, state?: CatalogState): Promise<ScratchRun> {
    const { config, limits, clusterGuard, reading } = this.#options;
    return ScratchRun.open({ database, config, limits, clusterGuard, reading }, state);
  }
}
