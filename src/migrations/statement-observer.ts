import { sqlStateOf, sqlStates } from '../database/sqlstate.js';
import { performance } from 'node:perf_hooks';
import type { Statement } from '../database/session.js';
import type { FailureState } from './failure-state.js';
import type { RunStatement } from './engine.js';
import { migrationsTableOf } from './prepare-database.js';
import type { ObservedStatement, StepOptions } from './step.js';

/** The line of the call that added a text which was sent `before` times already. */
export type LineOf = (sql: string, before: number) => number | undefined;

/** Sends the statements of a step and records them, except the engine's own BEGIN, COMMIT and bookkeeping. */
export class StatementObserver {
  readonly statements: ObservedStatement[] = [];
  transaction: 'one' | 'none' = 'one';
  failed: string | undefined;
  /** The failure that a transaction is aborted by, and the statement that failed. */
  abortedBy: { readonly sql: string; readonly error: unknown } | undefined;
  /** Statements so far that took effect one by one. */
  #placed = 0;
  readonly #options: StepOptions;
  readonly #bookkeeping: readonly string[];
  readonly #lineOf: LineOf;

  constructor(options: StepOptions, lineOf: LineOf) {
    this.#lineOf = lineOf;
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
    return this.transaction === 'one' ? this.#send(statement, values) : this.#execute(statement, values);
  };

  /**
   * For a non-transactional migration the engine writes its record and then opens a transaction. Here the
   * transaction starts before the record, so that it includes what `beforeCommit` writes.
   */
  async #record(statement: string | Statement, values: readonly unknown[] | undefined) {
    const { session } = this.#options;
    if (this.transaction === 'none') await session.query('BEGIN');
    return session.query(statement, values).catch((error: unknown) => {
      throw isMissing(error) ? new NothingToRecordIn(migrationsTableOf(this.#options.config), error) : error;
    });
  }

  async #execute(statement: string | Statement, values: readonly unknown[] | undefined) {
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
    const result = await this.#query(statement, values).catch((error: unknown) => {
      if (!isAfterFailure(error)) this.abortedBy = { sql, error };
      throw error;
    });
    this.failed = undefined;
    this.statements.push({ sql, milliseconds: performance.now() - started });
    return result;
  }

  #query(statement: string | Statement, values: readonly unknown[] | undefined): ReturnType<RunStatement> {
    const { session, around } = this.#options;
    const sql = typeof statement === 'string' ? statement : statement.text;
    if (!around) return session.query(statement, values);
    const sent = {
      sql,
      values: values ?? (typeof statement === 'string' ? undefined : statement.values),
      transaction: this.transaction,
      line: () => this.lineOf(sql),
    };
    return around(sent, (part) =>
      part === undefined ? session.query(statement, values) : session.query(part),
    );
  }

  /** The line of the call that added a text, which may have been sent before. */
  lineOf(sql: string): number | undefined {
    return this.#lineOf(sql, this.statements.filter((one) => one.sql === sql).length);
  }

  get failureState(): FailureState {
    const { transaction } = this;
    return transaction === 'one'
      ? { transaction }
      : { transaction, kept: this.statements.map(({ sql }) => sql) };
  }
}

const missingTable: ReadonlySet<string> = new Set([sqlStates.undefinedTable, sqlStates.invalidSchemaName]);

function isMissing(error: unknown): error is Error & { readonly code: string } {
  return missingTable.has(sqlStateOf(error) ?? '');
}

/** The migration took its own bookkeeping away. */
class NothingToRecordIn extends Error {
  readonly code: string;

  constructor(table: string, cause: Error & { readonly code: string }) {
    super(
      `it drops the migrations table ${table} or its schema, so it cannot be recorded; ` +
        'keep that table in a schema that no migration drops (--migrations-schema)',
      { cause },
    );
    this.code = cause.code;
  }
}

/** An earlier statement is what failed. */
export function isAfterFailure(error: unknown): boolean {
  return sqlStateOf(error) === sqlStates.inFailedSqlTransaction;
}
