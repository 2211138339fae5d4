import type { Session } from './session.js';

/**
 * Runs `action` in one transaction: committed when it returns, rolled back when it throws.
 * The first error is the one that is thrown, also when the rollback fails.
 */
export async function withTransaction<T>(
  session: Session,
  action: () => Promise<T>,
  { begin = 'BEGIN' }: { readonly begin?: string } = {},
): Promise<T> {
  await session.query(begin);
  try {
    const result = await action();
    await session.query('COMMIT');
    return result;
  } catch (error) {
    await session.query('ROLLBACK').catch((rollbackError: unknown) => {
      if (error instanceof Error) error.cause ??= rollbackError;
    });
    throw error;
  }
}
