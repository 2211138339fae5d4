import type { Session } from '../../database/session.js';
import { sqlStateOf, sqlStates } from '../../database/sqlstate.js';
import { ChangedMeanwhile } from '../model/changed-meanwhile.js';

const LIMIT_WAIT = `
  SELECT pg_catalog.current_setting('lock_timeout') AS usual, pg_catalog.set_config('lock_timeout', '1ms', false)`;

const RESTORE_WAIT = "SELECT pg_catalog.set_config('lock_timeout', $1, false)";

/**
 * Reads beside the transaction of a step without waiting for its locks, since the step waits for this
 * reading.
 *
 * @throws ChangedMeanwhile where it would have to wait
 */
export async function withoutWaiting<T>(session: Session, action: () => Promise<T>): Promise<T> {
  const { rows } = await session.query<{ usual: string }>(LIMIT_WAIT);
  try {
    return await action();
  } catch (error) {
    throw sqlStateOf(error) === sqlStates.lockNotAvailable ? new ChangedMeanwhile(error) : error;
  } finally {
    await session.query(RESTORE_WAIT, [rows[0]?.usual ?? '0']);
  }
}
