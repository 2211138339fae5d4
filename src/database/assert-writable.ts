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
 * Call before anything is written.
 * @throws DatabaseError when the server accepts no writes
 */
export async function assertWritable(session: Session, { label }: Database): Promise<void> {
  const [facts] = (await session.query<Facts>(FACTS)).rows;
  if (facts?.isStandby) {
    throw new DatabaseError(`the server of ${label} is a standby and accepts no writes`, {
      remedy: 'Nothing was changed. Run migrations on the primary; replication brings the changes here.',
    });
  }
  if (facts?.isReadOnly) {
    throw new DatabaseError(`transactions on ${label} are read-only (default_transaction_read_only is on)`, {
      remedy:
        'Nothing was changed. Find out why this is set for the server, the database or the role, and set it to off.',
    });
  }
}
