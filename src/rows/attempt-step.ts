import { needsCommit, sqlStateOf, sqlStates } from '../database/sqlstate.js';
import { RoundtripError, messageOf } from '../errors.js';
import type { Direction } from '../migrations/migration.js';
import { StatementError } from '../migrations/statement-error.js';
import type { StepRefusal } from './milder-edges.js';

/** The migration ends its transaction, or PostgreSQL requires a commit before its down can run. */
export class NeedsCommits extends Error {}

/** A step failed on generated rows. */
export class StepFailed extends Error {
  readonly direction: Direction;
  readonly refusal: StepRefusal;

  constructor(direction: Direction, cause: unknown) {
    super(reasonOf(cause), { cause });
    this.direction = direction;
    this.refusal = refusalOf(cause instanceof StatementError ? cause.cause : cause);
  }
}

/** Returns one line, without the statement and its location, since the migration is not at fault. */
function reasonOf(cause: unknown): string {
  if (cause instanceof StatementError) return cause.reason;
  return messageOf(cause);
}

/** Returns the fields of the driver's error (manual, 53.8). */
function refusalOf(cause: unknown): StepRefusal {
  const { code, schema, table, column } = (cause ?? {}) as Readonly<Record<string, string | undefined>>;
  return { code, column: column === undefined ? undefined : `${schema ?? ''}.${table ?? ''}.${column}` };
}

/** @throws StepFailed, NeedsCommits, and internal errors */
export async function attemptStep<T>(direction: Direction, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (needsCommits(error)) throw error instanceof NeedsCommits ? error : new NeedsCommits(reasonOf(error));
    if (error instanceof RoundtripError && !(error instanceof StatementError)) throw error;
    throw new StepFailed(direction, error);
  }
}

/**
 * A statement that cannot run in a transaction block (`CREATE INDEX CONCURRENTLY`) fails within the transaction
 * of a trial, and needs commits, too.
 */
function needsCommits(error: unknown): boolean {
  if (error instanceof NeedsCommits) return true;
  if (error instanceof StatementError) return false;
  const code = sqlStateOf(error);
  return code !== undefined && (needsCommit.has(code) || code === sqlStates.activeSqlTransaction);
}
