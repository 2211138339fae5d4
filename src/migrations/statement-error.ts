import { DatabaseError } from '../errors.js';
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

  constructor({ migration, direction, statement, cause, aftermath }: StatementFailure) {
    const error = (cause instanceof Error ? cause : new Error(String(cause))) as ServerRefusal;
    super(messageOf({ migration, direction, statement, error }), {
      remedy: remedyFor(aftermath, { direction, statement, code: error.code }),
      cause,
    });
    this.migration = migration.name;
    this.direction = direction;
    this.sqlState = isSqlState(error.code) ? error.code : undefined;
    this.statement = statement;
    this.reason = error.message;
    this.transaction = aftermath.transaction;
  }
}

function isSqlState(code: string | undefined): code is string {
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code);
}

interface MessageParts {
  readonly migration: Migration;
  readonly direction: Direction;
  readonly statement: string | undefined;
  readonly error: ServerRefusal;
}

function messageOf({ migration, direction, statement, error }: MessageParts): string {
  const code = isSqlState(error.code) ? ` (SQLSTATE ${error.code})` : '';
  return [
    `the ${direction} of ${migration.name} failed: ${error.message}${code}`,
    error.detail && `  detail: ${error.detail}`,
    error.hint && `  hint: ${error.hint}`,
    statement && excerpt(statement, Number(error.position ?? 0)),
    `  in ${migration.path}${placeInFile(error, migration.path)}`,
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

/** Where the migration's own code threw, its stack tells the line. */
function placeInFile(error: Error, path: string): string {
  const frame = error.stack?.split('\n').find((line) => line.includes(path));
  const place = frame && /:(\d+):\d+\)?$/.exec(frame);
  return place ? `:${place[1] ?? ''}` : '';
}
