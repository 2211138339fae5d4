import { describeSession } from '../database/blocking-sessions.js';
import { DatabaseError, type BlockingSession } from '../errors.js';
import { lineIn } from '../modules/line-in-stack.js';
import { UnawaitedQuery } from '../modules/querying-code.js';
import { errorOf } from '../modules/thrown.js';
import { UnawaitedFailure } from '../modules/user-code.js';
import { remedyFor, type FailureState } from './failure-state.js';
import { locationOf, type FailureLocation } from './failed-place.js';
import type { Direction, Migration } from './migration.js';

/** The fields of the driver's error, named as in the protocol (manual, 53.8). */
interface ServerRefusal extends Error {
  readonly code?: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly position?: string;
  /** Position in the code of a routine. */
  readonly where?: string;
  /** Number of statements of the text that ran before, counted by the session. */
  readonly completed?: number;
}

export interface StatementFailure {
  readonly migration: Migration;
  readonly direction: Direction;
  /** The statement that failed; `undefined` when the migration's own code threw. */
  readonly statement: string | undefined;
  /** Line of the call that added the statement. */
  readonly sentAt?: number | undefined;
  readonly cause: unknown;
  /** State that the attempt left behind. */
  readonly failureState: FailureState;
  /** `before` when the migration caught this failure, and the next statement showed it. */
  readonly caught?: 'before';
  /** Sessions that hold the lock which it waited for. */
  readonly blockedBy?: readonly BlockingSession[];
}

/** A migration failed: the server reported an error, or its code threw. */
export class StatementError extends DatabaseError {
  readonly migration: string;
  readonly direction: Direction;
  /** SQLSTATE, where the server refused. */
  readonly sqlState: string | undefined;
  readonly statement: string | undefined;
  /** The reason alone, without the name of the migration. */
  readonly reason: string;
  /** Location in the file; without an excerpt if no statement failed. */
  readonly place: FailureLocation;
  /** `none` when what ran before the failing statement has taken effect. */
  readonly transaction: FailureState['transaction'];
  readonly #failure: StatementFailure;

  constructor(failure: StatementFailure) {
    const { migration, direction, failureState, cause, blockedBy = [] } = failure;
    const { error, reason, statement, line } = whatFailed(failure);
    const place = locationOfFailure(failure, { error, statement, line });
    super(messageOf({ migration, direction, error, reason, place, blockedBy }), {
      remedy: remedyFor(failureState, { direction, statement, code: error.code, blockedBy }),
      cause,
      blockedBy,
    });
    this.#failure = failure;
    this.migration = migration.name;
    this.direction = direction;
    this.sqlState = isSqlState(error.code) ? error.code : undefined;
    this.statement = statement;
    this.reason = line === undefined || error === cause ? reason : `${reason} (line ${line})`;
    this.place = place;
    this.transaction = failureState.transaction;
  }

  /** Returns the same error with the sessions that blocked the statement. */
  withBlockers(blockedBy: readonly BlockingSession[]): StatementError {
    return new StatementError({ ...this.#failure, blockedBy });
  }
}

interface WhatFailed {
  readonly error: ServerRefusal;
  readonly reason: string;
  readonly statement: string | undefined;
  /** Line of the file that sent it, or threw. */
  readonly line: number | undefined;
}

/** An unawaited failure is reported with the line that started it. */
function whatFailed({ cause, statement, migration: { path }, caught }: StatementFailure): WhatFailed {
  const error: ServerRefusal = errorOf(rootOf(cause));
  const line = lineIn(cause, path) ?? lineIn(error, path);
  if (cause instanceof UnawaitedQuery) return { error, reason: cause.message, statement: cause.sql, line };
  if (cause instanceof UnawaitedFailure) {
    const reason = `${error.message}; a promise was rejected without being awaited, or a callback threw`;
    return { error, reason, statement: undefined, line };
  }
  const reason = caught
    ? `${error.message}; the migration caught this error, but its transaction is aborted`
    : error.message;
  return { error, reason, statement, line };
}

function rootOf(cause: unknown): unknown {
  if (cause instanceof UnawaitedQuery) return cause.cause;
  return cause instanceof UnawaitedFailure ? cause.reason : cause;
}

function isSqlState(code: string | undefined): code is string {
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code);
}

function locationOfFailure(
  { migration, direction, sentAt }: StatementFailure,
  { error, statement: sql, line = sentAt }: Pick<WhatFailed, 'error' | 'statement' | 'line'>,
): FailureLocation {
  if (sql === undefined) return { path: migration.path, line, excerpt: [] };
  const position = Number(error.position ?? 0);
  return locationOf({ migration, direction, sql, position, completed: error.completed, line });
}

interface MessageParts extends Pick<StatementFailure, 'migration' | 'direction'> {
  readonly error: ServerRefusal;
  readonly reason: string;
  readonly place: FailureLocation;
  readonly blockedBy: readonly BlockingSession[];
}

function messageOf({ migration, direction, error, reason, place, blockedBy }: MessageParts): string {
  const code = isSqlState(error.code) ? ` (SQLSTATE ${error.code})` : '';
  const { path, line, column } = place;
  return [
    `the ${direction} of ${migration.name} failed: ${reason}${code}`,
    error.detail && `  detail: ${error.detail}`,
    error.hint && `  hint: ${error.hint}`,
    error.where && `  context: ${error.where.split('\n', 1)[0] ?? ''}`,
    ...blockedBy.map((session) => `  blocked by: ${describeSession(session)}`),
    ...place.excerpt,
    `  in ${[path, line, column].filter((part) => part !== undefined).join(':')}`,
  ]
    .filter(Boolean)
    .join('\n');
}
