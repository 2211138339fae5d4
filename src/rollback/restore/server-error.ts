import type { Session } from '../../database/session.js';
import { withSavepoint, type SavepointOptions } from '../../database/transaction.js';
import { sqlStates } from '../../database/sqlstate.js';

/** The fields of the driver's error, named as in the protocol (manual, 53.8). */
export interface ServerError extends Error {
  readonly code: string;
}

/**
 * Returns the scope of a server error: `row`, where another row may be accepted; `table`, where it would occur
 * for every row (privileges, names: class 42, and unsupported features: 0A); or `more` than that (manual,
 * appendix A). Functions of users raise any code.
 */
export function concernOf(error: unknown): 'row' | 'table' | 'more' {
  if (!isServerError(error)) return 'more';
  if (moreThanTable.test(error.code)) return 'more';
  return /^(0A|28|42)/.test(error.code) ? 'table' : 'row';
}

/** Connections, transactions, resources, cancelled statements, the server itself, and locks. */
export const moreThanTable = /^(08|25|40|53|57|58|F0|XX|55P03|55006)/;

export function isServerError(error: unknown): error is ServerError {
  return error instanceof Error && 'code' in error && 'severity' in error && typeof error.code === 'string';
}

/** The referenced row does not exist. */
export const danglingCode = sqlStates.foreignKeyViolation;

/** Returns `undefined`, after rolling back, where the server rejects a row or a table. */
export function whereAccepted<T>(
  { session, name }: InSavepoint,
  action: () => Promise<T>,
): Promise<T | undefined> {
  return withSavepoint(session, action, {
    name,
    recover: (error) => {
      if (concernOf(error) === 'more') throw error;
      return undefined;
    },
  });
}

/** Returns the error, after rolling back, where the server rejects a row or a table. */
export function orServerError<T>(
  { session, ...options }: InSavepoint,
  action: () => Promise<T>,
): Promise<T | ServerError> {
  return withSavepoint(session, action, {
    ...options,
    recover: (error) => {
      if (!isServerError(error) || concernOf(error) === 'more') throw error;
      return error;
    },
  });
}

interface InSavepoint extends Pick<SavepointOptions<never>, 'name' | 'then'> {
  readonly session: Session;
}
