import { numberOf } from '../database/text-conversion.js';
import type { Session } from '../database/session.js';
import type { LocatedStatement } from '../migrations/step.js';
import { waitsForTransactions } from '../sql-text/transactions.js';
import { retryOnLock, type RetryOptions } from './retry-on-lock.js';

export interface SendSeparatelyOptions {
  /** The one that sends it. */
  readonly session: Session;
  /** What the tool's sessions run with, in milliseconds. */
  readonly lockTimeout: number;
  readonly retry: RetryOptions;
}

/**
 * Sends a statement that takes effect on its own, again after a pause where it waited too long for a
 * lock: then it took no effect. One that waits for transactions, while readers and writers go on, is sent without
 * a limit: giving up would leave an invalid index.
 */
export async function sendSeparately(
  { sql }: LocatedStatement,
  send: () => Promise<void>,
  { session, lockTimeout, retry }: SendSeparatelyOptions,
): Promise<void> {
  if (waitsForTransactions(sql)) await withTimeout(session, { lockTimeout, action: send });
  else await retryOnLock(send, retry);
}

const READ_TIMEOUT = `
  SELECT ${numberOf('s.setting')} AS milliseconds FROM pg_catalog.pg_settings AS s WHERE s.name = 'lock_timeout'`;

/** Without the lock timeout of the tool; one that the migration has set is kept. */
async function withTimeout(
  session: Session,
  { lockTimeout, action }: { readonly lockTimeout: number; readonly action: () => Promise<void> },
): Promise<void> {
  const { rows } = await session.query<{ milliseconds: number }>(READ_TIMEOUT);
  if (rows[0]?.milliseconds !== lockTimeout) return action();
  await session.query('SET lock_timeout = 0');
  await action();
  await session.query(`SET lock_timeout = ${lockTimeout}`);
}
