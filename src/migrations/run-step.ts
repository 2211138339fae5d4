import { performance } from 'node:perf_hooks';
import type { MigrationsConfig } from '../config/config.js';
import { InterruptedError, RoundtripError } from '../errors.js';
import { withTransaction } from '../database/transaction.js';
import type { Session } from '../database/session.js';
import { applyWithEngine, type RunStatement } from './engine.js';
import { explainLeftovers, type Aftermath } from './aftermath.js';
import type { Direction, Migration } from './migration.js';
import { searchPathOf } from './prepare-database.js';
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
  /** Runs inside the transaction before it commits; what it throws rolls the step back. */
  readonly beforeCommit?: (session: Session) => Promise<void>;
  /** Sees each statement before it runs; what it throws stops the step. */
  readonly beforeStatement?: (sql: string, transaction: 'one' | 'none') => void;
}

/**
 * Runs one step through node-pg-migrate, in one transaction together with its bookkeeping row.
 * @throws StatementError when a statement is refused or the migration's code throws
 */
export async function runStep(step: Step, options: StepOptions): Promise<StepResult> {
  const { session, config, beforeCommit, begin = 'BEGIN' } = options;
  const started = performance.now();
  const observer = new Observer(options);
  try {
    const act = async () => {
      await applyWithEngine(step.migration, { direction: step.direction, config, run: observer.run });
      await beforeCommit?.(session);
    };
    const path = `SET search_path TO ${searchPathOf(config)}`;
    await withTransaction(session, act, { begin: `${path}; ${begin}` });
  } catch (cause) {
    throw failureOf(cause, step, observer);
  }
  const { statements, transaction } = observer;
  return { ...step, statements, transaction, milliseconds: performance.now() - started };
}

/** Errors of the tool itself (`beforeCommit` refused) say enough. */
function failureOf(cause: unknown, { migration, direction }: Step, observer: Observer): unknown {
  const { failed: statement, aftermath } = observer;
  if (cause instanceof InterruptedError && aftermath.transaction === 'none') {
    return new InterruptedError(`interrupted in the ${direction} of ${migration.name}`, {
      remedy: explainLeftovers(aftermath.kept, { direction, statement }),
      cause,
    });
  }
  if (cause instanceof RoundtripError) return cause;
  return new StatementError({ migration, direction, statement, cause, aftermath });
}

/** Passes statements on and keeps what ran, but for the engine's own BEGIN, COMMIT and bookkeeping. */
class Observer {
  readonly statements: ObservedStatement[] = [];
  transaction: 'one' | 'none' = 'one';
  failed: string | undefined;
  readonly #session: Session;
  readonly #bookkeeping: RegExp;
  readonly #beforeStatement: StepOptions['beforeStatement'];

  constructor({ session, config: { tableSchema, table }, beforeStatement }: StepOptions) {
    this.#session = session;
    this.#beforeStatement = beforeStatement;
    this.#bookkeeping = new RegExp(`^(INSERT INTO|DELETE FROM) "${tableSchema}"\\."${table}" `);
  }

  readonly run: RunStatement = async (statement, values) => {
    const sql = typeof statement === 'string' ? statement : statement.text;
    if (sql === 'COMMIT;') this.transaction = 'none';
    this.#beforeStatement?.(sql, this.transaction);
    const started = performance.now();
    this.failed = sql;
    const result = await this.#session.query(statement, values);
    this.failed = undefined;
    if (!this.#isOwn(sql)) this.statements.push({ sql, milliseconds: performance.now() - started });
    return result;
  };

  get aftermath(): Aftermath {
    const { transaction } = this;
    return transaction === 'one'
      ? { transaction }
      : { transaction, kept: this.statements.map(({ sql }) => sql) };
  }

  #isOwn(sql: string): boolean {
    return sql === 'COMMIT;' || sql === 'BEGIN;' || this.#bookkeeping.test(sql);
  }
}
