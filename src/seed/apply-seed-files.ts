import type { MigrationsConfig } from '../config/config.js';
import type { Session } from '../database/session.js';
import { withTransaction } from '../database/transaction.js';
import { DatabaseError, RoundtripError } from '../errors.js';
import { searchPathOf } from '../migrations/prepare-database.js';
import type { SeedFile } from './seed-files.js';

export interface SeedFiles {
  readonly files: readonly SeedFile[];
  readonly config: MigrationsConfig;
  /** Runs before the first file, in the same transaction; what it throws keeps the files from running. */
  readonly beforeFiles?: () => Promise<void>;
}

/** Settings of the transaction alone: a pooler lends the session to others afterwards. */
const START_SEEDING = `SET LOCAL TimeZone = 'UTC'; SET LOCAL search_path TO `;

/**
 * Runs seed files in their order, in one transaction, and then `report` in the same.
 * @throws DatabaseError naming the file that failed, with the driver's error as its cause; then
 * nothing was changed
 */
export function applySeedFiles<T>(
  session: Session,
  { files, config, beforeFiles }: SeedFiles,
  report: () => Promise<T>,
): Promise<T> {
  return withTransaction(session, async () => {
    await session.query(START_SEEDING + searchPathOf(config));
    await beforeFiles?.();
    for (const file of files) await runFile(file, session);
    return report();
  });
}

async function runFile({ name, seed }: SeedFile, session: Session): Promise<void> {
  try {
    await seed({ query: (text, values) => session.query(text, values) });
  } catch (cause) {
    if (cause instanceof RoundtripError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DatabaseError(`the seed ${name} failed: ${reason}`, {
      remedy: 'Nothing of the set was kept. Correct the file and run it again.',
      cause,
    });
  }
}
