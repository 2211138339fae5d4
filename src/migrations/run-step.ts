import { performance } from 'node:perf_hooks';
import type { MigrationsConfig } from '../config/config.js';
import { InterruptedError, RoundtripError } from '../errors.js';
import { withTransaction } from '../database/transaction.js';
import type { Session, Statement } from '../database/session.js';
import { applyWithEngine, type RunStatement } from './engine.js';
import { explainLeftovers, type Aftermath } from './aftermath.js';
import type { Direction, Migration } from './migration.js';
import { migrationsTableOf, searchPathOf } from './prepare-database.js';
import { StatementError } from './statement-error.js';

/** One migration in one direction: what the prover, the live runner and the tracer observe. */
export interface Step {
  readonly migration: Migration;
  readonly direction: Direction;
}

export interface ObservedStatement {
  readonly sql: string;
  readonly milliseconds: number;
}

export interface StepResult extends Step {
  readonly statements: readonly ObservedStatement[];
  /** From before BEGIN until after COMMIT. */
  readonly milliseconds: number;
  /** `none` when the migration asked for none (`pgm.noTransaction()`). */
  readonly transaction: 'one' | 'none';
}

export interface StepOptions {
  readonly session: Session;
  readonly config: MigrationsConfig;
  /** The statement that opens the transaction; `BEGIN` unless given. */
  readonly begin?: string;
  /** Runs inside the transaction before the first statement; what it throws ends it. */
  readonly afterBegin?: (session: Session) => Promise<void>;
  /** Runs inside the transaction before it commits; what it throws rolls the step back. */
  readonly beforeCommit?: (session: Session, soFar: StepResult) => Promise<void>;
  /** Sees each statement before it runs; what it throws stops the step. */
  readonly beforeStatement?: (sql: string, transaction: 'one' | 'none') => void;
  /** For steps on a database that people use. */
  readonly live?: LiveHooks;
}

/** Place among the statements that run without a transaction, from 0 on. */
export interface PlacedStatement {
  readonly sql: string;
  readonly number: number;
}

/** What is done around statements that take effect one by one; what these throw stops the step. */
export interface LiveHooks {
  /** The migration asks for no transaction, and nothing has taken effect yet. */
  leaveTransaction(): Promise<void>;
  /** Sends a statement, again where it took no effect, or not at all where an earlier attempt ran it. */
  place(statement: PlacedStatement, send: () => Promise<void>): Promise<'ran' | 'skipped'>;
}

/** For those with nothing to do around such a statement. */
export const justSend: LiveHooks['place'] = async (_statement, send) => {
  await send();
  return 'ran';
};

/** Thrown by a hook: it rolls the step back, and reaches the caller as it is. */
export class StepStopped extends Error {}

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
 * Runs several steps in one transaction: all take effect or none.
 * @throws StatementError when a statement is refused or the migration's code throws
 */
export async function runTogether(
  steps: readonly Step[],
  options: StepOptions,
): Promise<readonly StepResult[]> {
  const { session, config, begin = 'BEGIN', afterBegin } = options;
  const started = performance.now();
  const results: StepResult[] = [];
  let observed: Observed | undefined;
  const act = async () => {
    await afterBegin?.(session);
    for (const step of steps) {
      observed = { step, observer: new Observer(options) };
      results.push(await runWithin(observed, options));
    }
  };
  try {
    const path = `SET search_path TO ${searchPathOf(config)}`;
    await withTransaction(session, act, { begin: `${path}; ${begin}` });
  } catch (cause) {
    throw failureOf(cause, observed ?? { step: firstOf(steps), observer: new Observer(options) });
  }
  const milliseconds = performance.now() - started;
  return results.length === 1 ? results.map((result) => ({ ...result, milliseconds })) : results;
}

interface Observed {
  readonly step: Step;
  readonly observer: Observer;
}

function firstOf([first]: readonly Step[]): Step {
  if (!first) throw new Error('there is no step to run');
  return first;
}

async function runWithin({ step, observer }: Observed, options: StepOptions): Promise<StepResult> {
  const started = performance.now();
  const soFar = (): StepResult => {
    const { statements, transaction } = observer;
    return { ...step, statements, transaction, milliseconds: performance.now() - started };
  };
  const { config, session, beforeCommit } = options;
  await applyWithEngine(step.migration, { direction: step.direction, config, run: observer.run });
  await beforeCommit?.(session, soFar());
  return soFar();
}

/** Errors of the tool itself (`beforeCommit` refused) say enough. */
function failureOf(cause: unknown, { step: { migration, direction }, observer }: Observed): unknown {
  const { failed: statement, aftermath } = observer;
  if (cause instanceof InterruptedError && aftermath.transaction === 'none') {
    return new InterruptedError(`interrupted in the ${direction} of ${migration.name}`, {
      remedy: explainLeftovers(aftermath.kept, { direction, statement }),
      cause,
    });
  }
  if (cause instanceof RoundtripError || cause instanceof StepStopped) return cause;
  return new StatementError({ migration, direction, statement, cause, aftermath });
}

/** Passes statements on and keeps what ran, but for the engine's own BEGIN, COMMIT and bookkeeping. */
class Observer {
  readonly statements: ObservedStatement[] = [];
  transaction: 'one' | 'none' = 'one';
  failed: string | undefined;
  /** Statements so far that took effect one by one. */
  #placed = 0;
  readonly #options: StepOptions;
  readonly #bookkeeping: readonly string[];

  constructor(options: StepOptions) {
    const table = migrationsTableOf(options.config);
    this.#options = options;
    this.#bookkeeping = [`INSERT INTO ${table} `, `DELETE FROM ${table} `];
  }

  readonly run: RunStatement = async (statement, values) => {
    const sql = typeof statement === 'string' ? statement : statement.text;
    const { session, live, beforeStatement } = this.#options;
    if (sql === 'COMMIT;') {
      await live?.leaveTransaction();
      this.transaction = 'none';
    }
    beforeStatement?.(sql, this.transaction);
    if (sql === 'BEGIN;') return { rows: [] };
    if (this.#bookkeeping.some((start) => sql.startsWith(start))) return this.#record(statement, values);
    if (sql === 'COMMIT;') return session.query(statement, values);
    return this.transaction === 'one' ? this.#send(statement, values) : this.#place(statement, values);
  };

  /**
   * Without a transaction the engine opens one after its record, for what follows. It is opened before
   * it here, so that the record and what `beforeCommit` writes are one.
   */
  async #record(statement: string | Statement, values: readonly unknown[] | undefined) {
    const { session } = this.#options;
    if (this.transaction === 'none') await session.query('BEGIN');
    return session.query(statement, values);
  }

  async #place(statement: string | Statement, values: readonly unknown[] | undefined) {
    const { live } = this.#options;
    if (!live) return this.#send(statement, values);
    const placed = { sql: typeof statement === 'string' ? statement : statement.text, number: this.#placed };
    this.#placed += 1;
    let result: Awaited<ReturnType<RunStatement>> = { rows: [] };
    const how = await live.place(placed, async () => {
      result = await this.#send(statement, values);
    });
    if (how === 'skipped') this.statements.push({ sql: placed.sql, milliseconds: 0 });
    return result;
  }

  async #send(statement: string | Statement, values: readonly unknown[] | undefined) {
    const sql = typeof statement === 'string' ? statement : statement.text;
    const started = performance.now();
    this.failed = sql;
    const result = await this.#options.session.query(statement, values);
    this.failed = undefined;
    this.statements.push({ sql, milliseconds: performance.now() - started });
    return result;
  }

  get aftermath(): Aftermath {
    const { transaction } = this;
    return transaction === 'one'
      ? { transaction }
      : { transaction, kept: this.statements.map(({ sql }) => sql) };
  }
}
