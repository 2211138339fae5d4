import { numberOf } from '../database/text-conversion.js';
import type { Session } from '../database/session.js';
import type { LocatedStatement } from '../migrations/step.js';
import { waitsForTransactions } from '../sql-text/transactions.js';
import { retryOnLock, type RetryOptions } from './retry-on-lock.js';

export interface SendSeparatelyOptions {
  /** The session that sends the statement. */
  readonly session: Session;
  /** The regular lock timeout of the session, in milliseconds. */
  readonly lockTimeout: number;
  readonly retry: RetryOptions;
}

/**
 * Sends a statement that takes effect on its own, and retries it after a pause where a lock timed out, since it
 * then had no effect. A statement that waits for transactions without blocking readers and writers is sent
 * without a lock timeout: cancelling it would leave an invalid index.
 */
export async function sendSeparately(
  { sql }: LocatedStatement,
  send: () => Promise<void>,
  { session, lockTimeout, retry }: SendSeparatelyOptions,
): Promise<void> {
  if (waitsForTransactions(sql)) await withoutTimeout(session, { lockTimeout, action: send });
  else await retryOnLock(send, retry);
}

const READ_TIMEOUT = `
  SELECT ${numberOf('s.setting')} AS milliseconds FROM pg_catalog.pg_settings AS s WHERE s.name = 'lock_timeout'`;

/** Disables roundtrip's own lock timeout; one that the migration has set is kept. */
async function withoutTimeout(
  session: Session,
  { lockTimeout, action }: { readonly lockTimeout: number; readonly action: () => Promise<void> },
): Promise<void> {
  const { rows } = await session.query<{ milliseconds: number }>(READ_TIMEOUT);
  if (rows[0]?.milliseconds !== lockTimeout) return action();
  const restore = () => session.query(`SET lock_timeout = ${lockTimeout}`);
  await session.query('SET lock_timeout = 0');
  await action().catch(async (error: unknown) => {
    // The connection may be lost, which the error of the statement says.
    await restore().catch(() => undefined);
    throw error;
  });
  await restore();
}
