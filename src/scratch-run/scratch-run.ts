import { performance } from 'node:perf_hooks';
import { stateBelow } from '../catalog/model/net-change.js';
import type { CatalogState } from '../catalog/read/catalog-state.js';
import { subject, type Difference } from '../catalog/model/diff.js';
import type { Snapshot } from '../catalog/model/object.js';
import { planRepair } from '../catalog/repair/plan-repair.js';
import type { Counts } from '../catalog/observe/step-counts.js';
import type { StepObserver } from '../catalog/observe/step-observer.js';
import { TrackedCatalog } from '../catalog/observe/tracked-catalog.js';
import type { MigrationsConfig } from '../config/config.js';
import { migrationsTable } from '../config/migrations-table.js';
import type { Database, Session, SessionOptions } from '../database/session.js';
import { prepareDatabase } from '../migrations/prepare-database.js';
import { isShared } from '../catalog/model/outside.js';
import { runStep } from '../migrations/run-step.js';
import { cleanSession } from '../migrations/clean-session.js';
import { mayLeaveState } from '../sql-text/session-state.js';
import type { Step, StepOptions, StepResult } from '../migrations/step.js';
import { readRowsWritten, type RowsWritten } from './rows-written.js';
import { StatementError } from '../migrations/statement-error.js';
import { isAmong, type ClusterGuard, type OutsideObject } from './cluster-guard.js';
import { guardHooks } from './guard-hooks.js';

/**
 * `followed`: reads what each step wrote, and compares the result with the whole catalog at the end; `unverified`: without
 * that comparison; `whole`: reads the whole catalog after each step.
 */
export type Reading = 'followed' | 'unverified' | 'whole';

/** Tracking the steps missed a change: the proof must be repeated, reading the whole catalog each time. */
export class IncompleteObservation extends Error {}

export interface ScratchRunOptions {
  readonly database: Database;
  readonly config: MigrationsConfig;
  readonly limits: SessionOptions;
  readonly reading: Reading;
  /** Missing on a server of the tool's own. */
  readonly clusterGuard: ClusterGuard | undefined;
}

interface Observation {
  readonly changes: readonly Difference[];
  /** The catalog after the step; the next step changes it, so copy it to keep it. */
  readonly after: Snapshot;
  /** Time of reading the catalog after the step, in milliseconds. */
  readonly catalogMilliseconds: number;
}

interface Completed {
  readonly outcome: 'done';
  readonly result: StepResult;
  readonly written: RowsWritten;
  /** State that the step left in its session, as phrases. */
  readonly left: readonly string[];
}

interface Failed {
  readonly outcome: 'failed';
  readonly error: StatementError;
  readonly milliseconds: number;
}

/** The outcome of a step, and its changes. */
export type ObservedStep = Observation & (Completed | Failed);

/** Work of the caller in the transaction of a step, on its session. */
export type InsideStep = Pick<StepOptions, 'afterBegin' | 'beforeCommit' | 'around'>;

/**
 * A scratch database on which migrations are applied and rolled back, and their changes observed. One session
 * runs the migrations and is reset before each; another one reads the catalog. The cluster guard checks
 * changes of objects that all databases of the server share, whether a migration has a transaction or not.
 */
export class ScratchRun {
  readonly database: Database;
  readonly #options: ScratchRunOptions;
  readonly #migrationSession: Session;
  readonly #catalogSession: Session;
  readonly #catalog: TrackedCatalog;
  /** The pending reset of the migration session, if it has been started. */
  #fresh: Promise<Counts> | undefined;
  /** The counters of the migration session after its reset. */
  #counts: Counts = new Map();
  /** Objects outside of the database that steps changed since the catalog was last read. */
  #outside = new Set<OutsideObject>();

  private constructor(
    options: ScratchRunOptions,
    sessions: readonly [Session, Session],
    catalog: TrackedCatalog,
  ) {
    this.database = options.database;
    this.#options = options;
    [this.#migrationSession, this.#catalogSession] = sessions;
    this.#catalog = catalog;
  }

  /**
   * Opens an empty database, or a copy of one with the catalog `copied`. `CREATE DATABASE … TEMPLATE` does
   * not copy settings, comment and privileges of the database itself: these are restored.
   */
  static async open(options: ScratchRunOptions, copied?: CatalogState): Promise<ScratchRun> {
    const { database, config, limits } = options;
    const migrationSession = await database.connect({ ...limits, pipelining: 'on' });
    const catalogSession = await database.connect({ pipelining: 'on' });
    if (!copied) await prepareDatabase(migrationSession, config);
    const catalogOptions = { migrationsTable: migrationsTable(config) };
    const catalog = await TrackedCatalog.open(catalogSession, catalogOptions, copied);
    const run = new ScratchRun(options, [migrationSession, catalogSession], catalog);
    if (copied) await run.#restoreDatabaseProperties();
    return run;
  }

  async #restoreDatabaseProperties(): Promise<void> {
    const { changes, after } = await this.#observe();
    if (changes.length === 0) return;
    const { major } = this.database.server;
    const scope = { before: stateBelow(after, changes), after, major, purpose: 'restoring' } as const;
    for (const statement of planRepair(changes, scope).statements)
      await this.#migrationSession.query(statement);
    await this.#observe();
  }

  /** Whether each statement of a step without a transaction runs in one of its own, as far as it can have one. */
  get isGuarded(): boolean {
    return this.#options.clusterGuard !== undefined;
  }

  get config(): MigrationsConfig {
    return this.#options.config;
  }

  /** The current catalog; the next step changes it. */
  get objects(): Snapshot {
    return this.#catalog.objects;
  }

  /** A copy of the catalog state, for a copy of the database. */
  get state(): CatalogState {
    return this.#catalog.state;
  }

  /** Returns labels of what the database contains and no reader reads. */
  readNotCompared(): Promise<readonly string[]> {
    return this.#catalog.readNotCompared();
  }

  /** Session for reading between two steps. */
  get catalogSession(): Session {
    return this.#catalogSession;
  }

  /** Returns the migration session after a reset, for work in a transaction that is rolled back. */
  async renewMigrationSession(): Promise<Session> {
    const fresh = this.#fresh ?? this.#renew();
    this.#fresh = undefined;
    this.#counts = await fresh;
    return this.#migrationSession;
  }

  async #renew(): Promise<Counts> {
    await this.#migrationSession.reset();
    return this.#catalog.countsBefore(this.#migrationSession);
  }

  /** Starts the reset while the catalog is read; if it fails, the next step gets the error. */
  #renewAhead(): void {
    this.#fresh = this.#renew();
    this.#fresh.catch(() => undefined);
  }

  /** Runs a step and reads its changes. */
  async step(step: Step, inside: InsideStep = {}): Promise<ObservedStep> {
    const started = performance.now();
    try {
      return await this.complete(step, inside);
    } catch (error) {
      if (!(error instanceof StatementError)) throw error;
      const milliseconds = performance.now() - started;
      return { outcome: 'failed', error, milliseconds, ...(await this.#observe()) };
    }
  }

  /**
   * Runs a step that must not fail, and reads its changes.
   *
   * @throws StatementError when it fails
   */
  async complete(step: Step, inside: InsideStep = {}): Promise<Observation & Completed> {
    await this.renewMigrationSession();
    const { config, reading } = this.#options;
    const watch = reading === 'whole' ? undefined : this.#catalog.watch(this.#counts);
    let written: Promise<RowsWritten> = Promise.resolve('unknown');
    const result = await this.#run(step, {
      ...inside,
      ...(watch ? { begin: watch.begin } : {}),
      beforeCommit: async (open, soFar) => {
        await inside.beforeCommit?.(open, soFar);
        written = readRowsWritten(open, config);
        await watch?.beforeCommit(open);
        await written;
      },
    });
    const left = await this.#leftBy(result);
    const observation = { written: await writtenIn(result, written), ...(await this.#observe(watch)) };
    return { outcome: 'done', result, left, ...observation };
  }

  /**
   * Runs a step without reading its changes; `observe` returns them together with later ones.
   *
   * @throws StatementError when it fails
   */
  async runUnobserved(step: Step, inside: InsideStep = {}): Promise<StepResult> {
    await this.renewMigrationSession();
    const result = await this.#run(step, inside);
    this.#renewAhead();
    return result;
  }

  /** Reads what has changed since the catalog was last read. */
  async observe(): Promise<Pick<Observation, 'changes'>> {
    return { changes: this.#ours(await this.#catalog.refresh()) };
  }

  /** Leaves out changes by others to objects that all databases of the server share. */
  #ours(changes: readonly Difference[]): readonly Difference[] {
    if (!this.#options.clusterGuard) return changes;
    const own = this.#outside;
    this.#outside = new Set();
    return changes.filter((one) => !isShared(subject(one)) || isAmong(own, subject(one)));
  }

  #run(step: Step, inside: InsideStep & Pick<StepOptions, 'begin'>): Promise<StepResult> {
    const { clusterGuard, config } = this.#options;
    const session = this.#migrationSession;
    if (!clusterGuard) return runStep(step, { session, config, ...inside });
    const note = (objects: readonly OutsideObject[]) => {
      for (const object of objects) this.#outside.add(object);
    };
    const label = `the ${step.direction} of ${step.migration.name}`;
    const guarded = guardHooks(clusterGuard, { label, note }, session);
    const beforeCommit: StepOptions['beforeCommit'] = async (open, soFar) => {
      await guarded.beforeCommit(open, soFar);
      await inside.beforeCommit?.(open, soFar);
    };
    return runStep(step, { session, config, ...inside, ...guarded, beforeCommit });
  }

  /** Returns the state that the step left in its session, which is reset before the next one. */
  async #leftBy({ statements }: StepResult): Promise<readonly string[]> {
    const texts = statements.map(({ sql }) => sql);
    return mayLeaveState(texts) ? cleanSession(this.#migrationSession, this.#options.config, texts) : [];
  }

  async #observe(watch?: StepObserver): Promise<Observation> {
    const started = performance.now();
    this.#renewAhead();
    const changes = this.#ours(await this.#catalog.follow(watch));
    return { changes, after: this.#catalog.objects, catalogMilliseconds: performance.now() - started };
  }

  /**
   * Closes the sessions, so that the database can be copied or dropped.
   *
   * @throws IncompleteObservation when the catalog differs from the result of tracking the steps
   */
  async close(): Promise<void> {
    const missed = this.#options.reading === 'followed' ? (await this.observe()).changes : [];
    await this.#migrationSession.close();
    await this.#catalogSession.close();
    if (missed.length > 0)
      throw new IncompleteObservation(`missed ${missed.map((one) => subject(one).name).join(', ')}`);
  }
}

/** The counters cover one transaction: they are unknown for a step that ends it. */
async function writtenIn(
  { transaction, statements }: StepResult,
  written: Promise<RowsWritten>,
): Promise<RowsWritten> {
  if (transaction === 'none' || statements.some(({ sql }) => /\bcommit\b/i.test(sql))) return 'unknown';
  return written;
}
