import { performance } from 'node:perf_hooks';
import { stopIfInterrupted } from '../database/interruption.js';
import type { Session } from '../database/session.js';
import { keepOrder, readApplied, recordOnly } from '../migrations/bookkeeping.js';
import type { Ladder } from '../migrations/ladder.js';
import type { Direction, Migration } from '../migrations/migration.js';
import type { MigrationFile } from '../migrations/migration-file.js';
import { refuseOneWay } from '../migrations/refuse-one-way.js';
import { runTogether, type Step, type StepResult } from '../migrations/run-step.js';
import { StatementError } from '../migrations/statement-error.js';
import { emptyResult, namesOf, type LiveRecord } from './live-record.js';
import { NeedsNoTransaction, NeedsRehearsal, RecordedAttempt } from './recorded-attempt.js';
import { refuseBelowBaseline } from './refuse-changed.js';
import { rehearse } from './rehearse.js';
import { retryOnLock, systemClock } from './retry-on-lock.js';
import type { RunOptions } from './run-options.js';

export interface LiveRunMeans {
  /** For the steps. */
  readonly session: Session;
  readonly migrations: readonly Migration[];
  readonly ladder: Ladder;
  /** Missing with `--no-history`. */
  readonly record: LiveRecord | undefined;
  readonly downEdited: ReadonlySet<string>;
}

/** How many attempts follow one that waited too long for a lock, unless told otherwise. */
export const defaultLockRetries = 5;

/** SQLSTATEs of what works only in a transaction after the one before it: a new enum value, pending triggers. */
const needsCommit: ReadonlySet<string> = new Set(['55P04', '55006']);

/** A run on a database that people use: under the lock, with everything read that the steps are held against. */
export class LiveRun {
  readonly #means: LiveRunMeans;
  readonly #options: RunOptions;

  constructor(means: LiveRunMeans, options: RunOptions) {
    this.#means = means;
    this.#options = options;
  }

  get ladder(): Ladder {
    return this.#means.ladder;
  }

  /** Runs one direction of these migrations, one after the other. */
  async all(direction: Direction, files: readonly MigrationFile[]): Promise<readonly StepResult[]> {
    const chosen = this.#chosen(files);
    if (direction === 'down') await this.#prepareDowns(chosen);
    const results: StepResult[] = [];
    for (const migration of chosen) {
      stopIfInterrupted(this.#options.interruption);
      results.push(await this.#one({ migration, direction }));
    }
    return results;
  }

  /** Rolls back and applies again: in one transaction, unless one of the migrations needs more. */
  async redo(files: readonly MigrationFile[]): Promise<readonly StepResult[]> {
    const chosen = this.#chosen(files);
    if (this.#options.mode === 'run' && chosen.length > 0) {
      await this.#prepareDowns(chosen);
      const steps: readonly Step[] = [
        ...chosen.map((migration): Step => ({ migration, direction: 'down' })),
        ...chosen.toReversed().map((migration): Step => ({ migration, direction: 'up' })),
      ];
      const together = await this.#tryTogether(steps);
      if (together) return together;
    }
    const downs = await this.all('down', files);
    return [...downs, ...(await this.all('up', files.toReversed()))];
  }

  #chosen(files: readonly MigrationFile[]): readonly Migration[] {
    const byName = new Map(this.#means.migrations.map((migration) => [migration.name, migration]));
    return files.flatMap(({ name }) => byName.get(name) ?? []);
  }

  /** Checks the whole range before any of it is rolled back. */
  async #prepareDowns(downs: readonly Migration[]): Promise<void> {
    const { mode, baseline, traces = 'refused', observer } = this.#options;
    const { record } = this.#means;
    if (mode === 'run') refuseOneWay(downs);
    if (record && baseline !== 'undone') refuseBelowBaseline(downs, record.ups);
    if (mode === 'record') return;
    if (!record) for (const { name } of downs) observer.noted?.({ kind: 'not-verified', name });
    else if (traces === 'refused' && downs.some(({ name }) => !record.recordOf(name)))
      await this.#rehearse(downs, record);
  }

  async #rehearse(downs: readonly Migration[], record: LiveRecord): Promise<void> {
    const { database, config, interruption, observer } = this.#options;
    observer.noted?.({ kind: 'rehearsing', names: namesOf(downs) });
    const applied = await readApplied(this.#means.session, config.migrations);
    const byName = new Map(this.#means.migrations.map((migration) => [migration.name, migration]));
    const here = applied.flatMap(({ name }) => byName.get(name) ?? []);
    record.noteRehearsal(await rehearse({ database, config, interruption, applied: here, downs }));
  }

  async #one(step: Step): Promise<StepResult> {
    const { observer, mode } = this.#options;
    observer.started(step);
    const result = mode === 'record' ? await this.#recordOnly(step) : await this.#runOne(step);
    observer.finished(result);
    await this.#means.record?.refresh();
    return result;
  }

  /** A down without a transaction shows itself only when it begins; then it is rehearsed, and begins again. */
  async #runOne(step: Step): Promise<StepResult> {
    try {
      return (await this.#retrying([step]))[0] ?? emptyResult(step);
    } catch (error) {
      const { record } = this.#means;
      if (!(error instanceof NeedsRehearsal) || !record) throw error;
      await this.#rehearse([step.migration], record);
      return (await this.#retrying([step]))[0] ?? emptyResult(step);
    }
  }

  async #tryTogether(steps: readonly Step[]): Promise<readonly StepResult[] | undefined> {
    const { observer } = this.#options;
    try {
      const results = await this.#retrying(steps);
      for (const result of results) observer.finished(result);
      return results;
    } catch (error) {
      const separately =
        error instanceof NeedsNoTransaction ||
        (error instanceof StatementError && needsCommit.has(error.sqlState ?? ''));
      if (!separately) throw error;
      return undefined;
    }
  }

  #retrying(steps: readonly Step[]): Promise<readonly StepResult[]> {
    const {
      lockRetries: retries = defaultLockRetries,
      clock = systemClock,
      interruption,
      observer,
    } = this.#options;
    const name = steps[0]?.migration.name ?? '';
    return retryOnLock(() => this.#attempt(steps), {
      ...{ retries, clock, interruption },
      retrying: (retry) => observer.noted?.({ kind: 'retrying', name, ...retry }),
    });
  }

  async #attempt(steps: readonly Step[]): Promise<readonly StepResult[]> {
    const { session, record } = this.#means;
    const config = this.#options.config.migrations;
    const attempts = new Map(steps.map((step) => [keyOf(step), this.#attemptAt(step, steps)]));
    const [only] = steps.length === 1 ? attempts.values() : [];
    await record?.means.catalog.ready();
    const started = performance.now();
    let current: Step | undefined = steps[0];
    try {
      const results = await runTogether(steps, {
        session,
        config,
        beforeCommit: async (inside, result) => {
          current = result;
          if (result.direction === 'up') await keepOrder(inside, config, result.migration.name);
          await attempts.get(keyOf(result))?.beforeCommit(inside, result);
          current = steps[steps.findIndex((step) => keyOf(step) === keyOf(result)) + 1] ?? result;
        },
        live: only?.live ?? { ...alone, leaveTransaction: () => refuseLeaving(steps) },
      });
      record?.means.catalog.ended('committed');
      return results;
    } catch (error) {
      await this.#failed(current && attempts.get(keyOf(current)), {
        error,
        milliseconds: performance.now() - started,
      });
      throw error;
    }
  }

  async #failed(
    attempt: RecordedAttempt | undefined,
    { error, milliseconds }: { readonly error: unknown; readonly milliseconds: number },
  ): Promise<void> {
    const invalid = (await attempt?.failed(error, milliseconds)) ?? [];
    this.#means.record?.means.catalog.ended('rolled back');
    if (invalid.length > 0)
      this.#options.observer.noted?.({ kind: 'invalid-indexes', names: invalid.map(({ name }) => name) });
  }

  #attemptAt(step: Step, steps: readonly Step[]): RecordedAttempt | undefined {
    const { record, downEdited } = this.#means;
    const { observer, traces = 'refused', resume = 'off' } = this.#options;
    if (!record) return undefined;
    const leaving = steps.length === 1 ? 'allowed' : 'refused';
    return new RecordedAttempt(step, { record, observer, traces, resume, leaving, downEdited });
  }

  async #recordOnly(step: Step): Promise<StepResult> {
    const started = performance.now();
    const { session, record } = this.#means;
    const { migration, direction } = step;
    const config = this.#options.config.migrations;
    await session.query('BEGIN');
    try {
      await recordOnly(session, config, { name: migration.name, direction });
      const result = emptyResult(step, performance.now() - started);
      await record?.writeFaked(session, result);
      await session.query('COMMIT');
      return result;
    } catch (error) {
      await session.query('ROLLBACK');
      throw error;
    }
  }
}

/** Without a history there is nothing to note about statements that take effect one by one. */
const alone = {
  begins: () => Promise.resolve('run' as const),
  completed: () => Promise.resolve(),
};

function refuseLeaving(steps: readonly Step[]): Promise<void> {
  return steps.length > 1 ? Promise.reject(new NeedsNoTransaction()) : Promise.resolve();
}

function keyOf({ migration, direction }: Step): string {
  return `${direction} ${migration.name}`;
}
