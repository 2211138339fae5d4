import { performance } from 'node:perf_hooks';
import { warmUpMigrationSession } from '../catalog/observe/warm-up.js';
import type { Session } from '../database/session.js';
import { isRefusal, withTransaction } from '../database/transaction.js';
import { cleanSession } from '../migrations/clean-session.js';
import { keepOrder } from '../migrations/bookkeeping.js';
import type { HeldLock } from '../migrations/migration-lock.js';
import { runTogether } from '../migrations/run-step.js';
import type { LiveHooks, Step, StepResult } from '../migrations/step.js';
import type { SavingHooks } from './save-data.js';
import type { LiveRecord } from './live-record.js';
import { DeferredNotes } from './deferred-notes.js';
import { allowanceOf } from './allowance.js';
import { RecordedAttempt } from './recorded-attempt.js';
import type { RunKeeping } from './run-keeping.js';
import type { KeptByStep, StepKeeping } from './step-keeping.js';
import type { LockWaits } from './lock-waits.js';
import { retryOnLock, systemClock, withBlockers, type RetryOptions } from './retry-on-lock.js';
import type { RunOptions } from './run-options.js';
import { sendSeparately, type SendSeparatelyOptions } from './send-separately.js';
import { NeedsNoTransaction } from './step-signals.js';

export interface StepContext {
  /** Session of the steps. */
  readonly session: Session;
  /** The migration lock. If it is lost, another run may be under way, and nothing is committed. */
  readonly lock: HeldLock;
  /** Missing with `--no-history`. */
  readonly record: LiveRecord | undefined;
  /** Migrations of which only the down was edited since the up ran. */
  readonly downEdited: ReadonlySet<string>;
  readonly options: RunOptions;
  readonly waits: LockWaits;
  /** Hooks that back up the data that the steps destroy. */
  readonly saving?: SavingHooks;
  /** Missing without a history. */
  readonly keeping?: RunKeeping | undefined;
}

/** Default number of retries after a lock timeout. */
export const defaultLockRetries = 5;

/**
 * Runs steps in one transaction, and retries them after a pause where a lock timed out. Session state that they
 * leave is reset before the next steps.
 * @throws StatementError, InexactRollback, and the signals that the steps have to run in another way
 */
export async function runSteps(steps: readonly Step[], context: StepContext): Promise<readonly StepResult[]> {
  const { record, keeping } = context;
  const results = await (record && keeping?.concerns(steps)
    ? runKeeping(steps, { ...context, record, keeping })
    : runRetried(steps, context));
  await cleanUpAfter(results, context);
  return results;
}

async function runRetried(steps: readonly Step[], context: StepContext): Promise<readonly StepResult[]> {
  const { record } = context;
  return retryOnLock(
    () => (record ? runRecorded(steps, { ...context, record }) : runUnrecorded(steps, context)),
    retryOptions(steps, context),
  ).catch((error: unknown) => {
    throw withBlockers(error, context.waits);
  });
}

/** Runs steps that keep or restore data. Reports nothing of an attempt that only showed what there is to keep. */
async function runKeeping(
  steps: readonly Step[],
  context: RecordedContext & { readonly keeping: RunKeeping },
): Promise<readonly StepResult[]> {
  const { keeping, options } = context;
  const { results, done } = await keeping.run(async (planned) => {
    const notes = new DeferredNotes(options.observer);
    let one = planned();
    const ran = await retryOnLock(
      () => {
        one = planned();
        return runRecorded(steps, {
          ...context,
          step: one,
          options: { ...options, observer: notes.observer },
        });
      },
      retryOptions(steps, context),
    ).catch((error: unknown) => {
      throw withBlockers(error, context.waits);
    });
    notes.report();
    return { results: ran, done: one.done };
  });
  const separate = await restoreSeparately(results, context);
  for (const one of [...done, ...separate])
    if (one.kept ?? one.restored.length > 0) options.observer.noted?.({ kind: 'kept', ...one });
  await keeping.refresh();
  return results;
}

async function cleanUpAfter(
  results: readonly StepResult[],
  { session, options: { config, observer } }: StepContext,
): Promise<void> {
  const statements = results.flatMap((result) => result.statements.map(({ sql }) => sql));
  const left = await cleanSession(session, config.migrations, statements).catch((error: unknown) => {
    if (isRefusal(error)) throw error;
    // The steps have taken effect all the same; the next step, if there is one, meets the same error.
    return [];
  });
  const last = results.at(-1);
  if (last && left.length > 0)
    observer.noted?.({ kind: 'session-state', name: last.migration.name, direction: last.direction, left });
}

/**
 * Reads the catalog once in a run, before anything is locked; the changes of each step are determined from it.
 * Meanwhile the session of the steps plans the queries that run in it while locks are held. Locks of other
 * sessions are waited for as in a step.
 */
export async function readBeforeSteps(steps: readonly Step[], context: StepContext): Promise<void> {
  const { record, options } = context;
  if (!record || options.mode === 'record' || steps.length === 0) return;
  const { session } = context;
  const retry = (action: () => Promise<void>) => retryOnLock(action, retryOptions(steps, context));
  await Promise.all([
    retry(() => record.context.catalog.ready(session)),
    retry(() => warmUpMigrationSession(session)),
  ]);
}

function retryOptions([step]: readonly Step[], { options, waits }: StepContext): RetryOptions {
  const { lockRetries: retries = defaultLockRetries, clock = systemClock, signal, observer } = options;
  const name = step?.migration.name ?? '';
  const retrying: RetryOptions['retrying'] = (retry) =>
    observer.noted?.({ kind: 'retrying', name, ...retry });
  return { retries, clock, signal, waits, retrying };
}

function separateOptions(steps: readonly Step[], context: StepContext): SendSeparatelyOptions {
  const { session, options } = context;
  return { session, lockTimeout: options.config.limits.lockTimeout, retry: retryOptions(steps, context) };
}

/** Without a history nothing is verified, and separate statements are not recorded. */
function runUnrecorded(steps: readonly Step[], context: StepContext): Promise<readonly StepResult[]> {
  const { session, lock, options, saving } = context;
  const config = options.config.migrations;
  const statements: string[] = [];
  return runTogether(steps, {
    session,
    config,
    ...(saving ? { afterBegin: (inside: Session) => saving.begun(inside) } : {}),
    beforeCommit: async (inside, { migration, direction, statements: own }) => {
      if (direction === 'up') await keepOrder(inside, config, migration.name);
      await lock.ensureHeld();
      statements.push(...own.map(({ sql }) => sql));
      if (migration === steps.at(-1)?.migration) await saving?.beforeCommit(inside, statements);
    },
    live: {
      leaveTransaction: () => assertStaysInTransaction(steps, context),
      place: async (statement, send) => {
        await sendSeparately(statement, send, separateOptions(steps, context));
        return 'ran';
      },
    },
  });
}

interface RecordedContext extends StepContext {
  readonly record: LiveRecord;
  /** The attempt to keep and restore data of these steps. */
  readonly step?: StepKeeping;
}

async function runRecorded(steps: readonly Step[], context: RecordedContext): Promise<readonly StepResult[]> {
  const { session, lock, record, options, saving, step: kept } = context;
  const { catalog } = record.context;
  const config = options.config.migrations;
  const attempts = new Attempts(steps, context);
  const statements: string[] = [];
  await catalog.ready(session);
  const started = performance.now();
  try {
    const results = await runTogether(steps, {
      session,
      config,
      begin: catalog.begin(),
      ...(kept ? { beforeStep: (inside: Session, step: Step) => kept.beforeStep(inside, step) } : {}),
      ...(saving ? { afterBegin: (inside: Session) => saving.begun(inside) } : {}),
      beforeCommit: async (inside, result) => {
        if (result.direction === 'up') await keepOrder(inside, config, result.migration.name);
        await attempts.current.beforeCommit(inside, result, await kept?.afterStep(inside, result));
        await lock.ensureHeld();
        statements.push(...result.statements.map(({ sql }) => sql));
        if (result.migration === steps.at(-1)?.migration) await saving?.beforeCommit(inside, statements);
        if (kept?.done.length === steps.length) kept.endOfSteps();
        attempts.next();
      },
      live: attempts.live,
    });
    catalog.ended('committed');
    attempts.ended();
    return results;
  } catch (error) {
    await noteFailure(error, attempts.current, { ...context, milliseconds: performance.now() - started });
    throw error;
  }
}

/**
 * Restores what a step without a transaction could not restore itself, in a transaction of its own. Values that the
 * step may have changed cannot be told from those that others wrote meanwhile, so these stay kept.
 */
async function restoreSeparately(
  results: readonly StepResult[],
  { session, keeping }: RecordedContext & { readonly keeping: RunKeeping },
): Promise<readonly KeptByStep[]> {
  const all: KeptByStep[] = [];
  for (const { migration, direction, transaction } of results) {
    const step = { migration, direction };
    if (transaction === 'one' || keeping.entriesFor(step).length === 0) continue;
    const restored = await withTransaction(session, () => keeping.restoreAfter(session, step));
    all.push({ step, kept: undefined, restored });
  }
  return all;
}

async function noteFailure(
  error: unknown,
  attempt: RecordedAttempt,
  { record, options, milliseconds }: RecordedContext & { readonly milliseconds: number },
): Promise<void> {
  const invalid = await attempt.failed(error, milliseconds);
  record.context.catalog.ended('rolled back');
  const names = invalid.map(({ name }) => name);
  if (names.length > 0) options.observer.noted?.({ kind: 'invalid-indexes', names });
}

/** One attempt for each step; if something fails, the attempt under way is the one that failed. */
class Attempts {
  readonly #attempts: readonly [RecordedAttempt, ...RecordedAttempt[]];
  #index = 0;

  constructor(steps: readonly Step[], context: RecordedContext) {
    const { record, downEdited, options, saving } = context;
    const { observer, resume = 'off' } = options;
    const allowance = allowanceOf(options);
    const alone = separateOptions(steps, context);
    const mayLeave = steps.every((step) => context.keeping?.mayLeaveTransaction(step) ?? true);
    const leaving = steps.length === 1 && !saving && mayLeave ? 'allowed' : 'refused';
    const attempt = (step: Step) =>
      new RecordedAttempt(step, {
        record,
        observer,
        allowance,
        resume,
        leaving,
        alone,
        downEdited,
        saving,
      });
    const [first, ...rest] = steps;
    if (!first) throw new Error('there is no step to run');
    this.#attempts = [attempt(first), ...rest.map(attempt)];
  }

  get current(): RecordedAttempt {
    return this.#attempts[this.#index] ?? this.#attempts[0];
  }

  /** Stays at the last attempt until the commit. */
  next(): void {
    this.#index = Math.min(this.#index + 1, this.#attempts.length - 1);
  }

  ended(): void {
    for (const attempt of this.#attempts) attempt.ended();
  }

  get live(): LiveHooks {
    return {
      leaveTransaction: () => this.current.live.leaveTransaction(),
      place: (statement, send) => this.current.live.place(statement, send),
    };
  }
}

function assertStaysInTransaction(steps: readonly Step[], { saving }: StepContext): Promise<void> {
  return steps.length > 1 || saving ? Promise.reject(new NeedsNoTransaction()) : Promise.resolve();
}
