import { DatabaseError } from '../errors.js';
import type { Database, Session } from './session.js';

interface Facts {
  readonly isStandby: boolean;
  readonly isReadOnly: boolean;
}

const FACTS = `
  SELECT pg_catalog.pg_is_in_recovery() AS "isStandby",
         pg_catalog.current_setting('default_transaction_read_only') = 'on' AS "isReadOnly"`;

/**
 * To be called before anything is written.
 * @throws DatabaseError when the server takes no writes, with where to turn
 */
export async function assertWritable(session: Session, { label }: Database): Promise<void> {
  const [facts] = (await session.query<Facts>(FACTS)).rows;
  if (facts?.isStandby) {
    throw new DatabaseError(`the server of ${label} is a standby: it only replays what its primary does`, {
      remedy: 'Run migrations on the primary; what they do comes here by itself. Nothing was changed.',
    });
  }
  if (facts?.isReadOnly) {
    throw new DatabaseError(`transactions on ${label} are read-only (default_transaction_read_only is on)`, {
      remedy:
        'Somebody set that for the server, the database or the role: find out why, and have it set to off. Nothing was changed.',
    });
  }
}
