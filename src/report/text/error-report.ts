import { sqlStates } from '../../database/sqlstate.js';
import { messageOf } from '../../errors.js';
import {
  DatabaseError,
  RoundtripError,
  exitCodes,
  type BlockingSession,
  type ExitCode,
} from '../../errors.js';
import type { Paint } from './paint.js';

/** An error as shown to the user, with the exit code of the command. */
export interface ErrorReport {
  readonly code: string;
  readonly message: string;
  readonly remedy: string | undefined;
  readonly exitCode: ExitCode;
  /** Sessions that hold the lock that was not acquired in time. */
  readonly blockedBy?: readonly BlockingSession[];
}

/** Explains any error; an unexpected one is reported as a bug. */
export function explainError(error: unknown): ErrorReport {
  if (error instanceof RoundtripError) {
    const { code, message, remedy, exitCode } = error;
    const blockedBy = error instanceof DatabaseError ? error.blockedBy : [];
    return { code, message, remedy, exitCode, ...(blockedBy.length > 0 ? { blockedBy } : {}) };
  }
  return serverRefusal(error) ?? unexpected(error);
}

interface ServerError extends Error {
  readonly code: string;
  readonly severity: string;
}

/** Explains a server error of one of roundtrip's own statements; the driver puts the SQLSTATE in `code`. */
function serverRefusal(error: unknown): ErrorReport | undefined {
  if (!(error instanceof Error) || !('severity' in error)) return undefined;
  const { code, message } = error as ServerError;
  const remedy = remedies[code] ?? 'The SQLSTATE is explained in appendix A of the PostgreSQL manual.';
  return {
    code: 'database',
    message: `the server reported an error: ${message} (SQLSTATE ${code})`,
    remedy,
    exitCode: exitCodes.database,
  };
}

const remedies: Readonly<Record<string, string>> = {
  [sqlStates.insufficientPrivilege]: 'The role lacks a privilege. Grant it, or connect as another role.',
  [sqlStates.lockNotAvailable]:
    'Another session holds a lock on the same object. Try again later, or raise --lock-timeout.',
  [sqlStates.queryCanceled]: 'The statement exceeded --statement-timeout, or somebody cancelled it.',
  [sqlStates.adminShutdown]:
    'An administrator ended the session or stopped the server. Check the server and run again.',
  [sqlStates.diskFull]: 'The disk of the server is full. Free some space and run again.',
};

function unexpected(error: unknown): ErrorReport {
  const message = messageOf(error);
  const lost = /Connection terminated|ECONNRESET|EPIPE/.test(message);
  return {
    code: lost ? 'database' : 'unexpected',
    message: lost ? `the connection to the server was lost: ${message}` : `unexpected error: ${message}`,
    remedy: lost
      ? 'Check the server and run again.'
      : 'This looks like a bug in roundtrip. Run with --verbose and report the output.',
    exitCode: exitCodes.database,
  };
}

export function renderError({ message, remedy }: ErrorReport, paint: Paint): string {
  const [first = '', ...rest] = message.split('\n');
  return [`${paint.red('error:')} ${first}`, ...rest, ...(remedy ? [paint.dim(remedy)] : [])].join('\n');
}

/** Output of `--json` for an error. */
export function errorToJson({ code, message, remedy, blockedBy }: ErrorReport): object {
  const error = { code, message, remedy: remedy ?? null, ...(blockedBy ? { blockedBy } : {}) };
  return { format: 'roundtrip.error/1', error };
}
