import { performance } from 'node:perf_hooks';
import { stateBelow } from '../catalog/model/compose-changes.js';
import type { CatalogState } from '../catalog/read/catalog-state.js';
import { subject, type Difference } from '../catalog/model/diff.js';
import type { Snapshot } from '../catalog/model/object.js';
import { planRepair } from '../catalog/repair/plan-repair.js';
import type { Counts } from '../catalog/observe/step-counts.js';
import type { StepObserver } from '../catalog/observe/step-observer.js';
import { TrackedCatalog } from '../catalog/observe/tracked-catalog.js';
import type { MigrationsConfig } from '../config/config.js';
import type { Database, Session, SessionOptions } from '../database/session.js';
import { prepareDatabase } from '../migrations/prepare-database.js';
import { isShared } from '../catalog/model/outside.js';
import { runStep } from '../migrations/run-step.js';
import { cleanSession, mayLeaveState } from '../migrations/clean-session.js';
import type { Step, StepOptions, StepResult } from '../migrations/step.js';
import { readRowsWritten, type RowsWritten } from './rows-written.js';
import { StatementError } from '../migrations/statement-error.js';
import {
  guardedExecution,
  isAmong,
  type ClusterGuard,
  type NotedStep,
  type OutsideObject,
} from './cluster-guard.js';

export type Reading = 'followed' | 'whole';

/** Following the steps missed something: the proof must be made again, reading everything. */
export class IncompleteObservation extends Error {}

export interface ScratchRunOptions {
  readonly database: Database;
  readonly config: MigrationsConfig;
  readonly limits: SessionOptions;
  /** `followed` reads what each step wrote, and checks the result against everything at the end. */
  readonly reading: Reading;
  /** Set where others may change what all databases of the server share. */
  readonly clusterGuard: ClusterGuard | undefined;
}

interface Observation {
  /** What the step changed, of what was there before it. */
  readonly changes: readonly Difference[];
  /** The catalog after the step; live, so it is to be copied by who wants to keep it. */
  readonly after: Snapshot;
  /** Time of reading the catalog after the step, in milliseconds. */
  readonly catalogMilliseconds: number;
}

/** One step as the prover sees it: how it ended, and what it changed. */
export type ObservedStep = Observation &
  (
    | {
        readonly outcome: 'done';
        readonly result: StepResult;
        readonly written: RowsWritten;
        /** What it left in its session, as phrases. */
        readonly left: readonly string[];
      }
    | { readonly outcome: 'failed'; readonly error: StatementError; readonly milliseconds: number }
  );

/**
 * A scratch database on which migrations go up and down under observation: one session for the
 * steps, made as good as new before each, and one that watches the catalog.
 */
export class ScratchRun {
  readonly database: Database;
  readonly #options: ScratchRunOptions;
  readonly #migrationSession: Session;
  readonly #catalogSession: Session;
  readonly #catalog: TrackedCatalog;
  /** Pending or done when the actor is as good as new, or on the way there. */
  #fresh: Promise<Counts> | undefined;
  /** What the actor had counted when it was as good as new. */
  #counts: Counts = new Map();
  /** What steps changed outside of the database since the last look. */
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
   * Opens a database that is empty, or a copy of one whose catalog `copied` is. What a copy does
   * not take along (settings, comment and privileges of the database itself) is made again.
   */
  static async open(options: ScratchRunOptions, copied?: CatalogState): Promise<ScratchRun> {
    const { database, config, limits } = options;
    const migrationSession = await database.connect({ ...limits, pipelining: 'on' });
    const catalogSession = await database.connect({ pipelining: 'on' });
    if (!copied) await prepareDatabase(migrationSession, config);
    const migrationsTable = { schema: config.tableSchema, name: config.table };
    const catalog = await TrackedCatalog.open(catalogSession, { migrationsTable }, copied);
    const run = new ScratchRun(options, [migrationSession, catalogSession], catalog);
    if (copied) await run.#complete();
    return run;
  }

  async #complete(): Promise<void> {
    const { changes, after } = await this.#observe();
    if (changes.length === 0) return;
    const { major } = this.database.server;
    const scope = { before: stateBelow(after, changes), after, major, purpose: 'restoring' } as const;
    for (const statement of planRepair(changes, scope).statements)
      await this.#migrationSession.query(statement);
    await this.#observe();
  }

  /** The catalog as it is now; live. */
  get objects(): Snapshot {
    return this.#catalog.objects;
  }

  /** A copy of what is known of the catalog, for a copy of the database. */
  get state(): CatalogState {
    return this.#catalog.state;
  }

  /** Names what the database holds and no reader reads. */
  readNotCompared(): Promise<readonly string[]> {
    return this.#catalog.readNotCompared();
  }

  /** For reading rows, outside of any step. */
  get catalogSession(): Session {
    return this.#catalogSession;
  }

  /** For work in a transaction that leaves nothing behind. */
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

  /** The next user of the actor learns of a failure; meanwhile the catalog can be read. */
  #freshenAhead(): void {
    this.#fresh = this.#renew();
    this.#fresh.catch(() => undefined);
  }

  async step(step: Step): Promise<ObservedStep> {
    const session = await this.renewMigrationSession();
    const started = performance.now();
    const { config, reading } = this.#options;
    const watch = reading === 'followed' ? this.#catalog.watch(this.#counts) : undefined;
    let written: Promise<RowsWritten> = Promise.resolve('unknown');
    const asking = async (inside: Session) => {
      written = readRowsWritten(inside, config);
      await watch?.beforeCommit(inside);
      await written;
    };
    try {
      const result = await runStep(step, { session, config, ...this.#hooks(step, watch, asking) });
      const left = await this.#leftBy(result);
      return {
        outcome: 'done',
        result,
        left,
        written: await writtenIn(result, written),
        ...(await this.#observe(watch)),
      };
    } catch (error) {
      if (!(error instanceof StatementError)) throw error;
      return {
        outcome: 'failed',
        error,
        milliseconds: performance.now() - started,
        ...(await this.#observe()),
      };
    }
  }

  /**
   * Runs a step without a look at what it changed; the next `look` tells of it.
   * @throws StatementError when it fails
   */
  async pass(step: Step): Promise<void> {
    const session = await this.renewMigrationSession();
    await runStep(step, { session, config: this.#options.config, ...this.#hooks(step) });
    this.#freshenAhead();
  }

  /** What has changed since the last look, by whatever. */
  async observe(): Promise<Pick<Observation, 'changes'>> {
    return { changes: this.#ours(await this.#catalog.refresh()) };
  }

  /** Without what others changed of what all databases of the server share: that is no finding, and not to be undone. */
  #ours(changes: readonly Difference[]): readonly Difference[] {
    if (!this.#options.clusterGuard) return changes;
    const own = this.#outside;
    this.#outside = new Set();
    return changes.filter((one) => !isShared(subject(one)) || isAmong(own, subject(one)));
  }

  #hooks(
    step: Step,
    watch?: StepObserver,
    asking?: (session: Session) => Promise<void>,
  ): Pick<StepOptions, 'begin' | 'beforeCommit' | 'beforeStatement' | 'live'> {
    const { clusterGuard } = this.#options;
    const noted: NotedStep = {
      ...step,
      note: (objects) => {
        for (const object of objects) this.#outside.add(object);
      },
    };
    let transaction: StepResult['transaction'] = 'one';
    return {
      ...(watch ? { begin: watch.begin } : {}),
      beforeCommit: async (session) => {
        await clusterGuard?.beforeCommit(session, { ...noted, transaction });
        await asking?.(session);
      },
      beforeStatement: (sql, now) => {
        transaction = now;
        if (transaction === 'none') clusterGuard?.beforeStatement(sql, noted);
      },
      ...(clusterGuard
        ? {
            live: {
              leaveTransaction: () => Promise.resolve(),
              place: guardedExecution(clusterGuard, noted, this.#migrationSession),
            },
          }
        : {}),
    };
  }

  /** What the step left in its session, which the next one does not find. */
  async #leftBy({ statements }: StepResult): Promise<readonly string[]> {
    const texts = statements.map(({ sql }) => sql);
    return mayLeaveState(texts) ? cleanSession(this.#migrationSession, this.#options.config, texts) : [];
  }

  async #observe(watch?: StepObserver): Promise<Observation> {
    const started = performance.now();
    this.#freshenAhead();
    const changes = this.#ours(await this.#catalog.follow(watch));
    return { changes, after: this.#catalog.objects, catalogMilliseconds: performance.now() - started };
  }

  /**
   * Ends the sessions; nobody is connected then, so the database can be copied or dropped.
   * @throws LostTrack when the catalog is not what following the steps made of it
   */
  async close(): Promise<void> {
    const missed = this.#options.reading === 'followed' ? (await this.observe()).changes : [];
    await this.#migrationSession.close();
    await this.#catalogSession.close();
    if (missed.length > 0)
      throw new IncompleteObservation(`missed ${missed.map((one) => subject(one).name).join(', ')}`);
  }
}

/** What is counted is one transaction: a step that ends it has others. */
async function writtenIn(
  { transaction, statements }: StepResult,
  written: Promise<RowsWritten>,
): Promise<RowsWritten> {
  if (transaction === 'none' || statements.some(({ sql }) => /\bcommit\b/i.test(sql))) return 'unknown';
  return written;
}
