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

/** Who else proves on the same server, in the same run. */
export interface SharedServer {
  /** What the steps of all of them changed outside of their databases. */
  readonly cluster: ClusterState;
  readonly others: 'none' | 'there';
}

export function unsharedServer(): SharedServer {
  return { cluster: new ClusterState(), others: 'none' };
}

/** A step changed what all databases share, while others prove beside it. */
export class ClusterChangeConflict extends Error {}

export interface ScratchPoolOptions {
  /** Database of the server that is not a scratch one; only what lies outside of it is touched. */
  readonly server: Database;
  readonly scratch: ScratchDatabases;
  readonly config: MigrationsConfig;
  readonly limits: SessionOptions;
  readonly signal: AbortSignal;
  readonly clusterGuard: ClusterGuard | undefined;
  readonly sharedServer: SharedServer;
  readonly reading: Reading;
  readonly migrations: readonly Migration[];
  /** Called when a database is made anew from the state at this height, */
  readonly starts: (position: number) => void;
  /** and after each migration that goes up on it. */
  readonly completed: (completed: CompletedStep) => Promise<void>;
}

/** A copy of the database at one height, to start from when a state must be made again. */
interface Checkpoint {
  readonly position: number;
  readonly database: Database;
  readonly state: CatalogState;
}

/** A migration that went up before and does not any more. */
export interface Stopped {
  /** Its number, from 1. */
  readonly position: number;
  readonly error: StatementError;
}

/** A stage that was made anew; lower than asked for when a migration on the way does not go up any more. */
export interface Rebuilt {
  readonly run: ScratchRun;
  readonly position: number;
  readonly stopped?: Stopped;
}

/** Steps after which making a copy on the way is cheaper than going the way again. */
const checkpointDistance = 16;

/**
 * Makes scratch databases at any height of the ladder. Height 0 is an empty database, height n the
 * one after the n-th migration.
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
   * Notes what a step changed outside of its database, so that it can be taken back; `height` on
   * the way up.
   * @throws InTheWay when there is such a change, and others would see it
   */
  note({ changes }: Pick<ObservedStep, 'changes'>, position?: number): void {
    const { cluster, others } = this.#options.sharedServer;
    cluster.note(changes, position);
    if (others === 'there' && cluster.isTouched)
      throw new ClusterChangeConflict('a migration changed cluster-wide objects');
  }

  /** Drops a stage that is of no use any more, and makes one at `height` by going up again. */
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

  /** What the failing migration did outside of a transaction goes with its stage. */
  async #stopBelow(run: ScratchRun, stopped: Stopped): Promise<Rebuilt> {
    const { position, error } = stopped;
    if (error.transaction === 'one') return { run, position: position - 1, stopped };
    return { ...(await this.replace(run, position - 1)), stopped };
  }

  /** Runs `action` on a copy of a stage; nobody else may be connected to it meanwhile. */
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

  /** Ends the proof, in whatever way it went: nothing of it stays on the server. */
  async finish(): Promise<void> {
    const { scratch, sharedServer } = this.#options;
    await scratch.dropAll();
    if (sharedServer.others === 'none') await this.#restoreCluster(0);
  }

  /** Roles can only be dropped when no database, a checkpoint neither, holds anything of theirs. */
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
    if (!migration) throw new Error(`there is no migration at height ${position}`);
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
