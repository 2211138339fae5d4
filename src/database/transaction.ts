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

type SavepointName = `roundtrip_${string}`;

/** SQL that begins a savepoint in the open transaction, and both ways of ending it. */
export function savepoint(name: SavepointName): Savepoint {
  return {
    begin: `SAVEPOINT ${name};`,
    release: `RELEASE SAVEPOINT ${name}`,
    rollBack: `ROLLBACK TO SAVEPOINT ${name}; RELEASE SAVEPOINT ${name}`,
  };
}

interface Savepoint {
  readonly begin: string;
  readonly release: string;
  readonly rollBack: string;
}

export interface SavepointOptions<F> {
  /** Different from those of savepoints around it. */
  readonly name: SavepointName;
  /** Whether the effects of a successful action are kept, as by default. */
  readonly then?: 'keep' | 'roll back';
  /** Returns the result instead of an error, or throws an error that ends more than the action. */
  readonly recover: (error: unknown) => F;
}

/** Runs `action` in a savepoint of the open transaction; an error that is recovered from leaves no effects. */
export async function withSavepoint<T, F>(
  session: Session,
  action: () => Promise<T>,
  { name, then = 'keep', recover }: SavepointOptions<F>,
): Promise<T | F> {
  const { begin, release, rollBack } = savepoint(name);
  await session.query(begin);
  try {
    const result = await action();
    await session.query(then === 'keep' ? release : rollBack);
    return result;
  } catch (error) {
    const instead = recover(error);
    await session.query(rollBack);
    return instead;
  }
}

/** Runs `action` and then rolls back its effects in the open transaction, and those of the SQL `first`. */
export async function withoutEffect<T>(
  session: Session,
  action: () => Promise<T>,
  { name, first = '' }: { readonly name: SavepointName; readonly first?: string },
): Promise<T> {
  const { begin, rollBack } = savepoint(name);
  await session.query(begin + first);
  const result = await action();
  await session.query(rollBack);
  return result;
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
