import type { MigrationsConfig } from '../config/config.js';
import type { Session } from '../database/session.js';
import { withTransaction } from '../database/transaction.js';
import { searchPathOf } from '../migrations/prepare-database.js';

/** Settings of the transaction alone: a pooler lends the session to others afterwards. */
const START_SEEDING = `SET LOCAL TimeZone = 'UTC'; SET LOCAL search_path TO `;

/** Runs `action` in one transaction, with the search path of the migrations. */
export function withSeedTransaction<T>(
  session: Session,
  config: MigrationsConfig,
  action: () => Promise<T>,
): Promise<T> {
  return withTransaction(session, async () => {
    await session.query(START_SEEDING + searchPathOf(config));
    return action();
  });
}
