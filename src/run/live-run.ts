import { needsCommit } from '../database/sqlstate.js';
import { stopIfInterrupted } from '../database/interruption.js';
import type { MigrationChain } from '../migrations/migration-chain.js';
import type { Direction, Migration } from '../migrations/migration.js';
import type { MigrationFile } from '../migrations/migration-file.js';
import type { Step, StepResult } from '../migrations/step.js';
import { StatementError } from '../migrations/statement-error.js';
import type { DataSink } from './save-data.js';
import { runSavedRange } from './saved-range.js';
import { emptyResult } from './live-record.js';
import { unkeepable, type RunKeeping } from './run-keeping.js';
import { prepareDowns, rehearseDowns, type DownContext } from './prepare-downs.js';
import { recordWithoutRunning } from './record-without-running.js';
import { readBeforeSteps, runSteps } from './run-steps.js';
import { NeedsNoTransaction, NeedsRehearsal } from './step-signals.js';

export interface LiveRunContext extends DownContext {
  readonly chain: MigrationChain;
}

/**
 * A run on a live database, under the migration lock, with everything read that the steps are compared with.
 * Decides which steps run, in which order and in how many transactions.
 */
export class LiveRun {
  readonly #context: LiveRunContext;

  constructor(context: LiveRunContext) {
    this.#context = context;
  }

  get chain(): MigrationChain {
    return this.#context.chain;
  }

  /** Runs one direction of these migrations, one after the other, each in a transaction of its own. */
  async all(direction: Direction, files: readonly MigrationFile[]): Promise<readonly StepResult[]> {
    const chosen = this.#chosen(files);
    const steps = chosen.map((migration): Step => ({ migration, direction }));
    if (direction === 'down') await prepareDowns(chosen, this.#context);
    await this.#prepareKeeping(steps);
    await readBeforeSteps(steps, this.#context);
    const { sink, mode } = this.#context.options;
    if (direction === 'down' && mode === 'run' && sink) return this.#saved(chosen, sink);
    return this.#each(steps);
  }

  /** Rolls back and reapplies migrations: in one transaction, unless one of them cannot run in it. */
  async redo(files: readonly MigrationFile[]): Promise<readonly StepResult[]> {
    const chosen = this.#chosen(files);
    await prepareDowns(chosen, this.#context);
    const steps: readonly Step[] = [
      ...chosen.map((migration): Step => ({ migration, direction: 'down' })),
      ...chosen.toReversed().map((migration): Step => ({ migration, direction: 'up' })),
    ];
    await this.#prepareKeeping(steps);
    await readBeforeSteps(steps, this.#context);
    const isOne = this.#context.options.mode === 'run' && steps.length > 0;
    return (isOne ? await this.#tryTogether(steps) : undefined) ?? this.#each(steps);
  }

  async #prepareKeeping(steps: readonly Step[]): Promise<void> {
    const { session, keeping, options } = this.#context;
    if (options.mode !== 'run' || !keeping) return;
    await keeping.check(session, steps);
    if (keeping.setting.mode === 'off') this.#noteNotRestored(steps, keeping);
  }

  #noteNotRestored(steps: readonly Step[], keeping: RunKeeping): void {
    const { options } = this.#context;
    const why = options.history === 'off' ? 'no history' : 'no keep';
    for (const step of steps) {
      const entries = keeping.entriesFor(step).map(({ id }) => id);
      const { name } = step.migration;
      if (entries.length > 0) options.observer.noted?.({ kind: 'not-restored', name, why, entries });
    }
  }

  #saved(downs: readonly Migration[], sink: DataSink): Promise<readonly StepResult[]> {
    return runSavedRange(downs, { ...this.#context, sink, one: (step) => this.#each([step]) });
  }

  #chosen(files: readonly MigrationFile[]): readonly Migration[] {
    const byName = new Map(this.#context.migrations.map((migration) => [migration.name, migration]));
    return files.flatMap(({ name }) => byName.get(name) ?? []);
  }

  async #each(steps: readonly Step[]): Promise<readonly StepResult[]> {
    const { options, record } = this.#context;
    const results: StepResult[] = [];
    for (const step of steps) {
      stopIfInterrupted(options.signal);
      options.observer.started(step);
      const result =
        options.mode === 'record' ? await recordWithoutRunning(step, this.#context) : await this.#one(step);
      options.observer.finished(result);
      results.push(result);
      await record?.refresh();
    }
    return results;
  }

  /**
   * Whether a down runs without a transaction is known only when it begins; it is then rehearsed, and begins
   * again.
   */
  async #one(step: Step): Promise<StepResult> {
    const run = async () => (await runSteps([step], this.#context))[0] ?? emptyResult(step);
    try {
      return await run();
    } catch (error) {
      const { record } = this.#context;
      if (error instanceof NeedsNoTransaction) throw unkeepable(step);
      if (!(error instanceof NeedsRehearsal) || !record) throw error;
      await rehearseDowns([step.migration], { ...this.#context, record });
      return run();
    }
  }

  /** Returns `undefined`, with nothing changed, where the steps cannot run in one transaction. */
  async #tryTogether(steps: readonly Step[]): Promise<readonly StepResult[] | undefined> {
    try {
      const results = await runSteps(steps, this.#context);
      for (const result of results) this.#context.options.observer.finished(result);
      return results;
    } catch (error) {
      if (!isSeparate(error)) throw error;
      return undefined;
    }
  }
}

function isSeparate(error: unknown): boolean {
  if (error instanceof NeedsNoTransaction) return true;
  return error instanceof StatementError && needsCommit.has(error.sqlState ?? '');
}
