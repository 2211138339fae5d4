import { DatabaseError } from '../errors.js';
import { lineIn } from '../modules/line-in-stack.js';
import { UnawaitedQuery } from '../modules/querying-code.js';
import { errorOf } from '../modules/thrown.js';
import { UnawaitedFailure } from '../modules/user-code.js';
import { remedyFor, type Aftermath } from './aftermath.js';
import type { Direction, Migration } from './migration.js';

/** The fields of the driver's error, named as in the protocol (manual, 53.8). */
interface ServerRefusal extends Error {
  readonly code?: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly position?: string;
}

export interface StatementFailure {
  readonly migration: Migration;
  readonly direction: Direction;
  /** The statement that failed; `undefined` when the migration's own code threw. */
  readonly statement: string | undefined;
  readonly cause: unknown;
  /** What is left of the attempt. */
  readonly aftermath: Aftermath;
  /** `before` when the migration caught this failure, and the next statement showed it. */
  readonly caught?: 'before';
}

/** A migration failed: the server refused a statement of it, or its code threw. */
export class StatementError extends DatabaseError {
  readonly migration: string;
  readonly direction: Direction;
  /** SQLSTATE, where the server refused. */
  readonly sqlState: string | undefined;
  readonly statement: string | undefined;
  /** The reason alone, without the name of the migration. */
  readonly reason: string;
  /** `none` when what ran before the failing statement has taken effect. */
  readonly transaction: Aftermath['transaction'];

  constructor(failure: StatementFailure) {
    const { migration, direction, aftermath, cause } = failure;
    const { error, reason, statement, line } = whatFailed(failure);
    super(messageOf({ migration, direction, statement, error, reason, line }), {
      remedy: remedyFor(aftermath, { direction, statement, code: error.code }),
      cause,
    });
    this.migration = migration.name;
    this.direction = direction;
    this.sqlState = isSqlState(error.code) ? error.code : undefined;
    this.statement = statement;
    this.reason = line === undefined || error === cause ? reason : `${reason} (line ${line})`;
    this.transaction = aftermath.transaction;
  }
}

interface WhatFailed {
  readonly error: ServerRefusal;
  readonly reason: string;
  readonly statement: string | undefined;
  /** Line of the file that sent it, or threw. */
  readonly line: number | undefined;
}

/** What nobody waits for is told with the line that it comes from. */
function whatFailed({ cause, statement, migration: { path }, caught }: StatementFailure): WhatFailed {
  const error: ServerRefusal = errorOf(rootOf(cause));
  const line = lineIn(cause, path) ?? lineIn(error, path);
  if (cause instanceof UnawaitedQuery) return { error, reason: cause.message, statement: cause.sql, line };
  if (cause instanceof UnawaitedFailure) {
    const reason = `${error.message}; a promise that nothing awaits failed, or a callback threw`;
    return { error, reason, statement: undefined, line };
  }
  const reason = caught
    ? `${error.message}; the migration caught this, but its transaction runs nothing more`
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

type MessageParts = WhatFailed & Pick<StatementFailure, 'migration' | 'direction'>;

function messageOf({ migration, direction, statement, error, reason, line }: MessageParts): string {
  const code = isSqlState(error.code) ? ` (SQLSTATE ${error.code})` : '';
  return [
    `the ${direction} of ${migration.name} failed: ${reason}${code}`,
    error.detail && `  detail: ${error.detail}`,
    error.hint && `  hint: ${error.hint}`,
    statement && excerpt(statement, Number(error.position ?? 0)),
    `  in ${migration.path}${line === undefined ? '' : `:${line}`}`,
  ]
    .filter(Boolean)
    .join('\n');
}

/** Lines of a long statement shown around the place that the server points at. */
const context = 3;

/** The statement with a caret under the character (1-based, 0 for none) that the server points at. */
function excerpt(statement: string, position: number): string {
  const lines = statement.trimEnd().split('\n');
  const before = statement.slice(0, Math.max(position - 1, 0)).split('\n');
  const line = before.length - 1;
  const column = before.at(-1)?.length ?? 0;
  const from = Math.max(0, line - context);
  const shown = lines.slice(from, line + context + 1).map((text) => `  | ${text}`);
  if (position > 0) shown.splice(line - from + 1, 0, `  | ${' '.repeat(column)}^`);
  return shown.join('\n');
}
