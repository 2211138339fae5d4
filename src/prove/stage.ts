import { performance } from 'node:perf_hooks';
import type { CatalogState } from '../catalog/catalog-state.js';
import { changesBetween, type Difference } from '../catalog/diff.js';
import type { Snapshot } from '../catalog/object.js';
import { planRepair } from '../catalog/plan-repair.js';
import { readCatalog } from '../catalog/read-catalog.js';
import { refreshCatalog } from '../catalog/refresh-catalog.js';
import type { MigrationsConfig } from '../config/config.js';
import type { Database, Session, SessionOptions } from '../database/session.js';
import { prepareDatabase } from '../migrations/prepare-database.js';
import { runStep, type Step, type StepOptions, type StepResult } from '../migrations/run-step.js';
import { StatementError } from '../migrations/statement-error.js';
import type { ClusterGuard } from './cluster-guard.js';

export interface StageOptions {
  readonly database: Database;
  readonly config: MigrationsConfig;
  readonly limits: SessionOptions;
  /** Set where what all databases of the server share must not change. */
  readonly clusterGuard: ClusterGuard | undefined;
}

interface Seen {
  /** What the step changed, of what was there before it. */
  readonly changes: readonly Difference[];
  readonly before: Snapshot;
  readonly after: Snapshot;
  /** Time of reading the catalog after the step, in milliseconds. */
  readonly catalogMilliseconds: number;
}

/** One step as the prover sees it: how it ended, and the catalog before and after. */
export type ObservedStep = Seen &
  (
    | { readonly outcome: 'done'; readonly result: StepResult }
    | { readonly outcome: 'failed'; readonly error: StatementError; readonly milliseconds: number }
  );

/**
 * A scratch database on which migrations go up and down under observation: one session for the
 * steps, made as good as new before each, and one that watches the catalog.
 */
export class Stage {
  readonly database: Database;
  readonly #options: StageOptions;
  readonly #actor: Session;
  readonly #watcher: Session;
  #state: CatalogState;

  private constructor(options: StageOptions, sessions: readonly [Session, Session], state: CatalogState) {
    this.database = options.database;
    this.#options = options;
    [this.#actor, this.#watcher] = sessions;
    this.#state = state;
  }

  /**
   * Opens a database that is empty, or a copy of one whose catalog `copied` is. What a copy does
   * not take along (settings, comment and privileges of the database itself) is made again.
   */
  static async open(options: StageOptions, copied?: CatalogState): Promise<Stage> {
    const { database, config, limits } = options;
    const actor = await database.connect(limits);
    const watcher = await database.connect({ pipelining: 'on' });
    if (!copied) await prepareDatabase(actor, config);
    const migrationsTable = { schema: config.tableSchema, name: config.table };
    const state = copied ?? (await readCatalog(watcher, { migrationsTable }));
    const stage = new Stage(options, [actor, watcher], state);
    if (copied) await stage.#complete();
    return stage;
  }

  async #complete(): Promise<void> {
    const { changes, before, after } = await this.#look();
    if (changes.length === 0) return;
    for (const statement of planRepair(changes, { before, after }).statements)
      await this.#actor.query(statement);
    await this.#look();
  }

  get state(): CatalogState {
    return this.#state;
  }

  /** For reading rows, outside of any step. */
  get watcher(): Session {
    return this.#watcher;
  }

  /** For work in a transaction that leaves nothing behind. */
  async freshActor(): Promise<Session> {
    await this.#actor.reset();
    return this.#actor;
  }

  async step(step: Step): Promise<ObservedStep> {
    const session = await this.freshActor();
    const started = performance.now();
    try {
      const result = await runStep(step, { session, config: this.#options.config, ...this.#hooks(step) });
      return { outcome: 'done', result, ...(await this.#look()) };
    } catch (error) {
      if (!(error instanceof StatementError)) throw error;
      return { outcome: 'failed', error, milliseconds: performance.now() - started, ...(await this.#look()) };
    }
  }

  #hooks(step: Step): Pick<StepOptions, 'beforeCommit' | 'beforeStatement'> {
    const { clusterGuard } = this.#options;
    if (!clusterGuard) return {};
    let transaction: StepResult['transaction'] = 'one';
    return {
      beforeCommit: (session) => clusterGuard.beforeCommit(session, { ...step, transaction }),
      beforeStatement: (sql, now) => {
        transaction = now;
        if (transaction === 'none') clusterGuard.beforeStatement(sql, step);
      },
    };
  }

  async #look(): Promise<Seen> {
    const started = performance.now();
    const before = this.#state.objects;
    this.#state = await refreshCatalog(this.#watcher, this.#state);
    const after = this.#state.objects;
    const changes = before === after ? [] : changesBetween(before, after);
    return { changes, before, after, catalogMilliseconds: performance.now() - started };
  }

  /** Ends the sessions; nobody is connected then, so the database can be copied or dropped. */
  async close(): Promise<void> {
    await this.#actor.close();
    await this.#watcher.close();
  }
}
