import { sqlStates } from '../database/sqlstate.js';
import { terminateAdvice } from '../database/blocking-sessions.js';
import type { BlockingSession } from '../errors.js';
import { copiesFromClient, createsExtension } from '../sql-text/recognise.js';
import { waitsForTransactions } from '../sql-text/transactions.js';
import type { Direction } from './migration.js';

/** State left behind by a failed or interrupted migration. */
export type FailureState =
  | { readonly transaction: 'one' }
  /** Each statement took effect when it had run. */
  | { readonly transaction: 'none'; readonly kept: readonly string[] };

export interface Failure {
  readonly direction: Direction;
  /** The statement that failed; `undefined` when the migration's own code threw. */
  readonly statement: string | undefined;
  /** SQLSTATE (manual, appendix A), or the code of a broken connection. */
  readonly code: string | undefined;
  /** Sessions that hold the lock which it waited for. */
  readonly blockedBy?: readonly BlockingSession[];
}

/** Returns the remedy for a failure; first, what it left behind. */
export function remedyFor(failureState: FailureState, failure: Failure): string {
  if (failureState.transaction === 'none') {
    return `${explainLeftovers(failureState.kept, failure)}\n${advice(failure)}`;
  }
  return `Nothing of this ${failure.direction} took effect. ${advice(failure)}`;
}

/** Says which statements of a migration without a transaction stay. */
export function explainLeftovers(
  kept: readonly string[],
  { direction, statement }: Pick<Failure, 'direction' | 'statement'>,
): string {
  const list = kept.map((sql) => `\n  ${sql.trim().split('\n', 1)[0] ?? ''}`).join('');
  return [
    'The migration runs without a transaction.',
    ...(kept.length > 0
      ? [`These statements took effect and were not undone:${list}`]
      : ['No earlier statement had taken effect.']),
    // Manual, CREATE INDEX, "Building Indexes Concurrently".
    ...(statement !== undefined && waitsForTransactions(statement)
      ? ['The index of the failed statement may exist and be invalid: drop it.']
      : []),
    ...(kept.length > 0
      ? [
          `Continue after them with ${direction} --resume, or undo them by hand and run all statements with ${direction} --restart.`,
        ]
      : []),
  ].join('\n');
}

const adviceByCode: Readonly<Record<string, string>> = {
  [sqlStates.lockNotAvailable]:
    'Another session holds a lock on the same object. Run it again later, or raise --lock-timeout.',
  [sqlStates.queryCanceled]: 'The statement exceeded --statement-timeout, or somebody cancelled it.',
  [sqlStates.insufficientPrivilege]: 'The role lacks a privilege. Grant it, or connect as the owner.',
  [sqlStates.deadlockDetected]: 'Two sessions waited for each other (deadlock). Run it again.',
  [sqlStates.idleInTransactionSessionTimeout]:
    'The transaction was idle longer than --idle-in-transaction-timeout; raise it.',
  [sqlStates.adminShutdown]: 'An administrator ended the session or stopped the server. Run it again.',
  [sqlStates.diskFull]: 'The disk of the server is full. Free some space and run again.',
};

/** The SQLSTATEs of an extension that the server does not have, since PostgreSQL 13 and before (`extension.c`). */
const missingExtension = new Set(['0A000', '58P01']);

function advice({ code = '', statement = '', blockedBy = [] }: Failure): string {
  // The driver answers such a COPY itself, with the SQLSTATE of a cancelled statement.
  if (code === sqlStates.queryCanceled && copiesFromClient(statement)) {
    return 'COPY … FROM stdin gets no data in a migration: only psql sends the lines behind it. Write the rows with INSERT.';
  }
  if (missingExtension.has(code) && createsExtension(statement)) {
    return 'This server does not have the extension; the embedded one has only the extensions of PostgreSQL itself (contrib). Use a server that has it with DATABASE_URL or --database-url, such as a Docker image of the extension (pgvector/pgvector, postgis/postgis).';
  }
  if (blockedBy.length > 0) return `${adviceByCode[code] ?? ''} ${terminateAdvice(blockedBy)}`.trim();
  return adviceByCode[code] ?? 'Fix the migration and run it again.';
}
