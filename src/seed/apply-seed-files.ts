import type { MigrationsConfig } from '../config/config.js';
import type { Session } from '../database/session.js';
import { DatabaseError, RoundtripError } from '../errors.js';
import type { SeedFile } from './seed-files.js';
import { withSeedTransaction } from './seed-transaction.js';

export interface SeedFiles {
  readonly files: readonly SeedFile[];
  readonly config: MigrationsConfig;
  /** Runs before the first file, in the same transaction; what it throws keeps the files from running. */
  readonly beforeFiles?: () => Promise<void>;
}

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
  return withSeedTransaction(session, config, async () => {
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
