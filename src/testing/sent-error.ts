import {
  DatabaseError,
  InterruptedError,
  MigrationFileError,
  RefusedError,
  UnexpectedError,
  UsageError,
  type ErrorDetails,
  type RoundtripError,
} from '../errors.js';
import { explainError } from '../report/text/error-report.js';
import type { SentError } from './protocol.js';

const classes: Readonly<Record<string, new (message: string, details: ErrorDetails) => RoundtripError>> = {
  usage: UsageError,
  'migration-file': MigrationFileError,
  database: DatabaseError,
  refused: RefusedError,
  interrupted: InterruptedError,
};

/** Restores an error of another process. Test runners print only the message, so it contains the remedy, too. */
export function errorFrom({ code, message, remedy }: SentError): RoundtripError {
  const Class = classes[code] ?? UnexpectedError;
  const text = remedy === undefined ? message : `${message}\n${remedy}`;
  return new Class(text, remedy === undefined ? {} : { remedy });
}

export function toSentError(error: unknown): SentError {
  const { code, message, remedy } = explainError(error);
  return { code, message, remedy };
}
