import { migrationsTable } from '../config/migrations-table.js';
import { RefusedError } from '../errors.js';
import type { Migration } from '../migrations/migration.js';
import type { Step, StepResult } from '../migrations/step.js';
import { saveData, type DataSink, type SavingHooks } from './save-data.js';
import { groupSavable, unlockable } from './savable-groups.js';
import type { RunObserver } from './run-options.js';
import { runSteps, type StepContext } from './run-steps.js';
import { NeedsNoTransaction } from './step-signals.js';

export interface SavedRangeContext extends StepContext {
  readonly sink: DataSink;
  /** Runs one step by itself, and reports it. */
  readonly one: (step: Step) => Promise<readonly StepResult[]>;
}

/**
 * Rolls back a range after saving the data that it destroys, as one transaction, except for migrations at
 * either end of the range that run without one and destroy no rows.
 * @throws RefusedError, before anything runs, where the data cannot be saved as of one moment
 */
export async function runSavedRange(
  downs: readonly Migration[],
  context: SavedRangeContext,
): Promise<readonly StepResult[]> {
  const { session, sink, one, options } = context;
  const config = options.config.migrations;
  const { first, together, last } = await groupSavable(downs, { session, config });
  if (together.length > 0) await sink.check();
  const results: StepResult[] = [];
  for (const step of first.map(asDown)) results.push(...(await one(step)));
  if (together.length > 0) {
    const kept = runKept(together.map(asDown), context).catch((error: unknown) => {
      throw results.length > 0 ? withEarlier(error, results) : error;
    });
    results.push(...(await kept));
  }
  for (const step of last.map(asDown)) results.push(...(await one(step)));
  return results;
}

function asDown(migration: Migration): Step {
  return { migration, direction: 'down' };
}

async function runKept(steps: readonly Step[], context: SavedRangeContext): Promise<readonly StepResult[]> {
  const { sink, options } = context;
  const bookkeeping = migrationsTable(options.config.migrations);
  const migrations = steps.map(({ migration }) => migration.name);
  const saving = { sink, bookkeeping, migrations };
  try {
    const results = await saveData(saving, (hooks) => runHooked(steps, context, hooks));
    for (const result of results) options.observer.finished(result);
    await context.record?.refresh();
    return results;
  } catch (error) {
    throw error instanceof NeedsNoTransaction ? unlockable({ name: migrations.join(', ') }) : error;
  }
}

function runHooked(
  steps: readonly Step[],
  { options, ...context }: StepContext,
  saving: SavingHooks,
): Promise<readonly StepResult[]> {
  const [first] = steps;
  if (first) options.observer.started(first);
  const observer = saving.kind === 'trial' ? unreported(options.observer) : options.observer;
  return runSteps(steps, { ...context, saving, options: { ...options, observer } });
}

/** Suppresses the reports of a trial, which the rollback repeats, except for waits. */
function unreported(observer: RunObserver): RunObserver {
  return {
    started: () => undefined,
    finished: () => undefined,
    noted: (note) => {
      if (note.kind === 'retrying') observer.noted?.(note);
    },
  };
}

/** Adds the earlier results to an error which says that nothing was rolled back. */
function withEarlier(error: unknown, earlier: readonly StepResult[]): unknown {
  if (!(error instanceof RefusedError)) return error;
  const names = earlier.map(({ migration }) => migration.name).join(', ');
  return new RefusedError(error.message, {
    remedy:
      `${error.remedy ?? ''} ${names} had already been rolled back, without a transaction and without loss of rows.`.trim(),
    cause: error,
  });
}
