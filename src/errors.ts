import { types } from 'node:util';

/** Exit codes of the command, as documented in the README. */
export const exitCodes = { done: 0, finding: 1, usage: 2, database: 3, interrupted: 130 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export interface ErrorDetails {
  /** What to do next: one or more sentences. */
  readonly remedy?: string;
  readonly cause?: unknown;
}

/**
 * An error for users: it says what happened, to what, and what to do next. Its subclasses determine the exit
 * code; any other error is a bug in the tool.
 */
export abstract class RoundtripError extends Error {
  abstract readonly code: string;
  abstract readonly exitCode: ExitCode;
  readonly remedy: string | undefined;

  constructor(message: string, { remedy, cause }: ErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.remedy = remedy;
  }
}

/** The message of whatever was thrown. */
export function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** Invalid command line, environment or configuration file. */
export class UsageError extends RoundtripError {
  readonly code = 'usage';
  readonly exitCode = exitCodes.usage;
}

/** A migration or seed file that cannot be read, loaded or put in order. */
export class MigrationFileError extends RoundtripError {
  readonly code = 'migration-file';
  readonly exitCode = exitCodes.usage;
}

/** A session that blocks others; values that the server does not show are `null`. */
export interface BlockingSession {
  /** 0 of a prepared transaction, which has no process. */
  readonly pid: number;
  /** The name that it gives itself; empty where it gives none. */
  readonly application: string;
  readonly user: string | null;
  /** `active`, `idle in transaction` and so on. */
  readonly state: string | null;
  /** Since its transaction began. */
  readonly transactionSeconds: number | null;
  /** Since its current or last query began. */
  readonly querySeconds: number | null;
  /** The first words of that query, without values. */
  readonly query: string | null;
  /** `hidden` where the role may not see what the session does. */
  readonly details: 'visible' | 'hidden';
}

export interface DatabaseErrorDetails extends ErrorDetails {
  /** Sessions that hold the lock which was waited for. */
  readonly blockedBy?: readonly BlockingSession[];
}

/** The server cannot be reached or used, or it refused a statement. */
export class DatabaseError extends RoundtripError {
  readonly code = 'database';
  readonly exitCode = exitCodes.database;
  readonly blockedBy: readonly BlockingSession[];

  constructor(message: string, { blockedBy = [], ...details }: DatabaseErrorDetails = {}) {
    super(message, details);
    this.blockedBy = blockedBy;
  }
}

/** A command refused to act because that would not be safe; nothing was changed. */
export class RefusedError extends RoundtripError {
  readonly code = 'refused';
  readonly exitCode = exitCodes.usage;
}

/** The user or the system asked to stop (Ctrl-C, SIGTERM). */
export class InterruptedError extends RoundtripError {
  readonly code = 'interrupted';
  readonly exitCode = exitCodes.interrupted;
}

/** A bug in roundtrip, or an unexpected failure; `cause` is the original error. */
export class UnexpectedError extends RoundtripError {
  readonly code = 'unexpected';
  readonly exitCode = exitCodes.database;
}

/** Whether `error` is an error of the operating system with one of `codes`. */
export function hasCode(error: unknown, ...codes: readonly string[]): error is NodeJS.ErrnoException {
  return isSystemError(error) && codes.includes(error.code ?? '');
}

/** Whether `error` is an error of the operating system: no permission, no space, no such file. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  // Not `instanceof`: a test runner may have an Error of its own.
  return types.isNativeError(error) && 'code' in error && 'syscall' in error;
}

/** Marks a case that the types rule out. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
