import type { MigrationsConfig } from '../config/config.js';
import { stopIfInterrupted, type Interruption } from '../database/interruption.js';
import type { ScratchDatabases } from '../database/scratch.js';
import type { Database, SessionOptions } from '../database/session.js';
import type { CatalogState } from '../catalog/read/catalog-state.js';
import type { Migration } from '../migrations/migration.js';
import type { StatementError } from '../migrations/statement-error.js';
import type { ClusterGuard } from '../scratch-run/cluster-guard.js';
import { ClusterState } from '../scratch-run/cluster-state.js';
import type { Climbed } from './passes/step-at.js';
import { Stage, type ObservedStep, type Reading } from '../scratch-run/scratch-run.js';

/** Who else proves on the same server, in the same run. */
export interface Company {
  /** What the steps of all of them changed outside of their databases. */
  readonly cluster: ClusterState;
  readonly others: 'none' | 'there';
}

export function proveAlone(): Company {
  return { cluster: new ClusterState(), others: 'none' };
}

/** A step changed what all databases share, while others prove beside it. */
export class InTheWay extends Error {}

export interface WorkshopOptions {
  /** Database of the server that is not a scratch one; only what lies outside of it is touched. */
  readonly server: Database;
  readonly scratch: ScratchDatabases;
  readonly config: MigrationsConfig;
  readonly limits: SessionOptions;
  readonly interruption: Interruption;
  readonly clusterGuard: ClusterGuard | undefined;
  readonly company: Company;
  readonly reading: Reading;
  readonly migrations: readonly Migration[];
  /** Called when a database is made anew from the state at this height, */
  readonly starts: (height: number) => void;
  /** and after each migration that goes up on it. */
  readonly climbed: (climbed: Climbed) => Promise<void>;
}

/** A copy of the database at one height, to start from when a state must be made again. */
interface Checkpoint {
  readonly height: number;
  readonly database: Database;
  readonly state: CatalogState;
}

/** A migration that went up before and does not any more. */
export interface Stopped {
  /** Its number, from 1. */
  readonly height: number;
  readonly error: StatementError;
}

/** A stage that was made anew; lower than asked for when a migration on the way does not go up any more. */
export interface Remade {
  readonly stage: Stage;
  readonly height: number;
  readonly stopped?: Stopped;
}

/** Steps after which making a copy on the way is cheaper than going the way again. */
const checkpointDistance = 16;

/**
 * Makes scratch databases at any height of the ladder. Height 0 is an empty database, height n the
 * one after the n-th migration.
 */
export class Workshop {
  readonly #options: WorkshopOptions;
  #checkpoints: readonly Checkpoint[] = [];

  constructor(options: WorkshopOptions) {
    this.#options = options;
  }

  async openEmpty(): Promise<Stage> {
    return this.#open(await this.#options.scratch.create());
  }

  /**
   * Notes what a step changed outside of its database, so that it can be taken back; `height` on
   * the way up.
   * @throws InTheWay when there is such a change, and others would see it
   */
  note({ changes }: Pick<ObservedStep, 'changes'>, height?: number): void {
    const { cluster, others } = this.#options.company;
    cluster.note(changes, height);
    if (others === 'there' && cluster.isTouched)
      throw new InTheWay('a step changed what all databases share');
  }

  /** Drops a stage that is of no use any more, and makes one at `height` by going up again. */
  async replace(stage: Stage, height: number): Promise<Remade> {
    await this.discard(stage);
    await this.#dropCheckpointsAbove(height);
    const start = this.#checkpoints.at(-1);
    const from = start?.height ?? 0;
    await this.#restoreCluster(from);
    this.#options.starts(from);
    return this.#climbTo(height, { from, made: start ? await this.#copy(start) : await this.openEmpty() });
  }

  async #climbTo(height: number, { from, made }: { from: number; made: Stage }): Promise<Remade> {
    const half = height - from > checkpointDistance ? Math.ceil((from + height) / 2) : undefined;
    let stage = made;
    for (let at = from + 1; at <= height; at += 1) {
      const step = await this.#climb(stage, at);
      if (step.outcome === 'failed') return this.#stopBelow(stage, { height: at, error: step.error });
      if (at === half) stage = await this.#keep(stage, at);
    }
    return { stage, height };
  }

  /** What the failing migration did outside of a transaction goes with its stage. */
  async #stopBelow(stage: Stage, stopped: Stopped): Promise<Remade> {
    const { height, error } = stopped;
    if (error.transaction === 'one') return { stage, height: height - 1, stopped };
    return { ...(await this.replace(stage, height - 1)), stopped };
  }

  /** Runs `action` on a copy of a stage; nobody else may be connected to it meanwhile. */
  async withCopy<T>(stage: Stage, action: (copy: Stage) => Promise<T>): Promise<{ result: T; stage: Stage }> {
    const { state, database } = stage;
    await stage.close();
    const copy = await this.#open(await this.#options.scratch.create({ template: database }), state);
    try {
      return { result: await action(copy), stage: await this.#open(database, state) };
    } finally {
      await this.discard(copy);
    }
  }

  /** Ends the proof, in whatever way it went: nothing of it stays on the server. */
  async finish(): Promise<void> {
    const { scratch, company } = this.#options;
    await scratch.dropAll();
    if (company.others === 'none') await this.#restoreCluster(0);
  }

  /** Roles can only be dropped when no database, a checkpoint neither, holds anything of theirs. */
  async #dropCheckpointsAbove(height: number): Promise<void> {
    for (const { database } of this.#checkpoints.filter((one) => one.height > height)) {
      await this.#options.scratch.drop(database);
    }
    this.#checkpoints = this.#checkpoints.filter((one) => one.height <= height);
  }

  #restoreCluster(height: number): Promise<void> {
    return this.#options.company.cluster.restoreOn(this.#options.server, height);
  }

  async discard(stage: Stage): Promise<void> {
    await stage.close();
    await this.#options.scratch.drop(stage.database);
  }

  async #climb(stage: Stage, height: number): Promise<ObservedStep> {
    const { migrations, interruption, climbed } = this.#options;
    const migration = migrations[height - 1];
    if (!migration) throw new Error(`there is no migration at height ${height}`);
    stopIfInterrupted(interruption);
    const step = await stage.step({ migration, direction: 'up' });
    this.note(step, height);
    if (step.outcome === 'done') await climbed({ stage, height, step });
    return step;
  }

  async #keep(stage: Stage, height: number): Promise<Stage> {
    const { database, state } = stage;
    await stage.close();
    const checkpoint = { height, database, state };
    this.#checkpoints = [...this.#checkpoints, checkpoint];
    return this.#copy(checkpoint);
  }

  async #copy({ database, state }: Checkpoint): Promise<Stage> {
    return this.#open(await this.#options.scratch.create({ template: database }), state);
  }

  #open(database: Database, state?: CatalogState): Promise<Stage> {
    const { config, limits, clusterGuard, reading } = this.#options;
    return Stage.open({ database, config, limits, clusterGuard, reading }, state);
  }
}
