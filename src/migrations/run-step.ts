import { performance } from 'node:perf_hooks';
import { InterruptedError, RoundtripError } from '../errors.js';
import { withTransaction } from '../database/transaction.js';
import { loadSqlParser } from '../sql-text/parser.js';
import { UnawaitedQuery } from '../modules/querying-code.js';
import { assertNoLateFailures } from '../modules/user-code.js';
import { CallSites } from './call-sites.js';
import { applyWithEngine } from './engine.js';
import { explainLeftovers } from './failure-state.js';
import { cleanInside } from './clean-session.js';
import { searchPathOf } from './prepare-database.js';
import { StatementError } from './statement-error.js';
import { isAfterFailure, StatementObserver } from './statement-observer.js';
import { StepStopped, type Step, type StepOptions, type StepResult } from './step.js';

/**
 * Runs one step through node-pg-migrate, in one transaction together with its bookkeeping row.
 * @throws StatementError when a statement is refused or the migration's code throws
 */
export async function runStep(step: Step, options: StepOptions): Promise<StepResult> {
  const [result] = await runTogether([step], options);
  if (!result) throw new Error('the step has no result');
  return result;
}

/**
 * Runs several steps in one transaction: all take effect or none. Each finds the session as it would in a
 * transaction of its own.
 * @throws StatementError when a statement is refused or the migration's code throws
 */
export async function runTogether(
  steps: readonly Step[],
  options: StepOptions,
): Promise<readonly StepResult[]> {
  const { session, config, begin = 'BEGIN', afterBegin, beforeStep } = options;
  await loadSqlParser();
  const started = performance.now();
  const results: StepResult[] = [];
  let observed: Observed | undefined;
  const act = async () => {
    await afterBegin?.(session);
    for (const [index, step] of steps.entries()) {
      if (index > 0) await cleanInside(session, config, settingsOf(begin));
      await beforeStep?.(session, step);
      observed = observe(step, options);
      results.push(await runWithin(observed, options));
    }
  };
  try {
    const path = `SET search_path TO ${searchPathOf(config)}`;
    await withTransaction(session, act, { begin: `${path}; ${begin}` });
  } catch (cause) {
    throw failureOf(cause, observed ?? observe(firstOf(steps), options));
  }
  const milliseconds = performance.now() - started;
  return results.length === 1 ? results.map((result) => ({ ...result, milliseconds })) : results;
}

/** Returns the settings after `BEGIN` in the statement that opens the transaction. */
function settingsOf(begin: string): string {
  return begin.replace(/^BEGIN;?/, ';');
}

interface Observed {
  readonly step: Step;
  readonly observer: StatementObserver;
  readonly calls: CallSites;
}

function observe(step: Step, options: StepOptions): Observed {
  const calls = new CallSites();
  const { path } = step.migration;
  const observer = new StatementObserver(options, (sql, before) => calls.lineOf(sql, { path, before }));
  return { step, observer, calls };
}

function firstOf([first]: readonly Step[]): Step {
  if (!first) throw new Error('there is no step to run');
  return first;
}

async function runWithin({ step, observer, calls }: Observed, options: StepOptions): Promise<StepResult> {
  const started = performance.now();
  const soFar = (): StepResult => {
    const { statements, transaction } = observer;
    return { ...step, statements, transaction, milliseconds: performance.now() - started };
  };
  const { config, session, beforeCommit } = options;
  const { run } = observer;
  const { ending } = session;
  await applyWithEngine(step.migration, { direction: step.direction, config, run, ending, calls });
  assertNoLateFailures();
  await beforeCommit?.(session, soFar());
  return soFar();
}

/** Errors of the tool itself (`beforeCommit` refused) say enough. */
function failureOf(cause: unknown, { step: { migration, direction }, observer }: Observed): unknown {
  const { failed: statement, failureState, abortedBy } = observer;
  if (cause instanceof InterruptedError && failureState.transaction === 'none') {
    return new InterruptedError(`interrupted in the ${direction} of ${migration.name}`, {
      remedy: explainLeftovers(failureState.kept, { direction, statement }),
      cause,
    });
  }
  if (cause instanceof RoundtripError || cause instanceof StepStopped) return cause;
  const sentAt = (sql: string | undefined) => (sql === undefined ? undefined : observer.lineOf(sql));
  const step = { migration, direction, failureState };
  if (cause instanceof UnawaitedQuery || !abortedBy || !isAfterFailure(cause)) {
    return new StatementError({ ...step, statement, sentAt: sentAt(statement), cause });
  }
  const { sql, error } = abortedBy;
  return new StatementError({
    ...step,
    statement: sql,
    sentAt: sentAt(sql),
    cause: error,
    caught: 'before',
  });
}
