import { DatabaseError, InterruptedError, messageOf } from '../errors.js';
import type { Session } from './session.js';

/** The connection broke during COMMIT: it is unknown whether the transaction was committed. */
export class CommitInDoubt extends DatabaseError {
  constructor(cause: unknown) {
    const reason = messageOf(cause);
    super(`the connection was lost during COMMIT: ${reason}`, {
      remedy:
        'It is unknown whether the transaction was committed. Check with roundtrip status before you run again.',
      cause,
    });
  }
}

/**
 * Runs `action` in one transaction: committed when it returns, rolled back when it throws.
 * The first error is the one that is thrown, also when the rollback fails.
 * @throws CommitInDoubt when the connection breaks before COMMIT is answered
 */
export async function withTransaction<T>(
  session: Session,
  action: () => Promise<T>,
  { begin = 'BEGIN' }: { readonly begin?: string } = {},
): Promise<T> {
  await session.query(begin);
  try {
    const result = await action();
    await commit(session);
    return result;
  } catch (error) {
    await session.query('ROLLBACK').catch((rollbackError: unknown) => {
      if (error instanceof Error) error.cause ??= rollbackError;
    });
    throw error;
  }
}

async function commit(session: Session): Promise<void> {
  try {
    await session.query('COMMIT');
  } catch (error) {
    if (isRefusal(error) || error instanceof InterruptedError) throw error;
    throw new CommitInDoubt(error);
  }
}

/**
 * Whether the server rolled back the transaction and reported an error; FATAL and PANIC end the connection
 * (manual, 53.8).
 */
export function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'severity' in error && error.severity === 'ERROR';
}
