import { performance } from 'node:perf_hooks';
import type { Config } from '../config/config.js';
import type { Interruption } from '../database/interruption.js';
import { stopIfInterrupted } from '../database/interruption.js';
import type { Database, Session, SessionOptions } from '../database/session.js';
import { withSession } from '../database/with-session.js';
import { keepOrder, readApplied, recordOnly } from '../migrations/bookkeeping.js';
import { readLadder, type Ladder } from '../migrations/ladder.js';
import { loadMigrations } from '../migrations/load-migrations.js';
import type { Direction, Migration } from '../migrations/migration.js';
import { findMigrationFiles, type MigrationFile } from '../migrations/migration-file.js';
import { withMigrationLock } from '../migrations/migration-lock.js';
import { planDown, planUp, refuseDisorder, type Target } from '../migrations/plan.js';
import { prepareDatabase } from '../migrations/prepare-database.js';
import { refuseOneWay } from '../migrations/refuse-one-way.js';
import { runStep, type Step, type StepResult } from '../migrations/run-step.js';

/** What the caller is told while migrations run. */
export interface RunObserver {
  started(step: Step): void;
  finished(result: StepResult): void;
}

export interface RunOptions {
  readonly database: Database;
  readonly config: Config;
  readonly interruption: Interruption;
  readonly observer: RunObserver;
  /** `record` writes the bookkeeping alone, as node-pg-migrate's `--fake`. */
  readonly mode: 'run' | 'record';
}

/** Applies pending migrations, each in a transaction of its own. */
export function up(target: Target, options: RunOptions): Promise<readonly StepResult[]> {
  return withRun(options, async (run) => run.all('up', planUp(await run.ladder(), target)));
}

/**
 * Rolls back applied migrations, latest first.
 * @throws MigrationFileError, before anything runs, when one of them has no way down
 */
export function down(target: Target, options: RunOptions): Promise<readonly StepResult[]> {
  return withRun(options, async (run) => run.all('down', planDown(await run.ladder(), target)));
}

/** Rolls back and applies the same migrations again, and no others. */
export function redo(target: Target, options: RunOptions): Promise<readonly StepResult[]> {
  return withRun(options, async (run) => {
    const files = planDown(await run.ladder(), target);
    const downs = await run.all('down', files);
    return [...downs, ...(await run.all('up', files.toReversed()))];
  });
}

/** Loads everything first, so that a broken file stops a run before it begins. */
async function withRun<T>(options: RunOptions, action: (run: Run) => Promise<T>): Promise<T> {
  const { config, database, interruption } = options;
  const files = await findMigrationFiles(config.migrations);
  const migrations = await loadMigrations(files, config.migrations);
  return withMigrationLock(database, { wait: config.limits.lockWait, interruption }, () =>
    withSession(database, (session) => action(new Run(session, migrations, options)), limitsOf(config)),
  );
}

function limitsOf({ limits }: Config): SessionOptions {
  return { lockTimeout: limits.lockTimeout, statementTimeout: limits.statementTimeout };
}

class Run {
  readonly #session: Session;
  readonly #migrations: readonly Migration[];
  readonly #options: RunOptions;

  constructor(session: Session, migrations: readonly Migration[], options: RunOptions) {
    this.#session = session;
    this.#migrations = migrations;
    this.#options = options;
  }

  async ladder(): Promise<Ladder> {
    const config = this.#options.config.migrations;
    await prepareDatabase(this.#session, config);
    const ladder = readLadder(this.#migrations, await readApplied(this.#session, config));
    if (config.checkOrder === 'enforced') refuseDisorder(ladder);
    return ladder;
  }

  async all(direction: Direction, files: readonly MigrationFile[]): Promise<readonly StepResult[]> {
    const names = new Map(this.#migrations.map((migration) => [migration.name, migration]));
    const chosen = files.flatMap(({ name }) => names.get(name) ?? []);
    if (direction === 'down' && this.#options.mode === 'run') refuseOneWay(chosen);
    const results: StepResult[] = [];
    for (const migration of chosen) {
      stopIfInterrupted(this.#options.interruption);
      results.push(await this.#one({ migration, direction }));
    }
    return results;
  }

  async #one(step: Step): Promise<StepResult> {
    const { observer, mode } = this.#options;
    observer.started(step);
    const result = mode === 'record' ? await this.#record(step) : await this.#run(step);
    observer.finished(result);
    return result;
  }

  #run(step: Step): Promise<StepResult> {
    const config = this.#options.config.migrations;
    const { migration, direction } = step;
    const inOrder = (session: Session) => keepOrder(session, config, migration.name);
    return runStep(step, {
      ...{ session: this.#session, config },
      ...(direction === 'up' ? { beforeCommit: inOrder } : {}),
    });
  }

  async #record(step: Step): Promise<StepResult> {
    const started = performance.now();
    const { migration, direction } = step;
    await recordOnly(this.#session, this.#options.config.migrations, { name: migration.name, direction });
    return { ...step, statements: [], transaction: 'one', milliseconds: performance.now() - started };
  }
}
