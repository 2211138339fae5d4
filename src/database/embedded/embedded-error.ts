import { DatabaseError, isSystemError, RoundtripError } from '../../errors.js';

/** The way out when this machine cannot run the embedded server; continues a sentence. */
export const useServerInstead =
  'configure a server with DATABASE_URL=postgres://user:password@host/database.';

/**
 * Runs `action`; errors of the operating system (no permission, no space) become a DatabaseError that names the
 * attempt. Other errors pass unchanged.
 */
export async function withReadableErrors<T>(attempt: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof RoundtripError || !isSystemError(error)) throw error;
    throw new DatabaseError(`cannot ${attempt}: ${error.message}`, {
      remedy: findRemedy(error.code),
      cause: error,
    });
  }
}

function findRemedy(code = ''): string {
  if (['ENOSPC', 'EDQUOT'].includes(code)) return `Free space on that disk, or ${useServerInstead}`;
  if (['EACCES', 'EPERM', 'EROFS'].includes(code)) {
    return `Make that folder accessible to this user (a cluster belongs to the user who created it), or ${useServerInstead}`;
  }
  return `Fix the cause, or ${useServerInstead}`;
}
