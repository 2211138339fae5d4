import type { MigrationsConfig } from '../config/config.js';
import type { Session } from '../database/session.js';
import { DatabaseError, RoundtripError } from '../errors.js';
import { lineIn } from '../modules/line-in-stack.js';
import { QueryingCode } from '../modules/querying-code.js';
import { errorOf } from '../modules/thrown.js';
import { assertNoLateFailures } from '../modules/user-code.js';
import type { SeedFile } from './seed-files.js';
import type { SeedSession } from './seed-session.js';
import { withSeedTransaction } from './seed-transaction.js';

export interface SeedFiles {
  readonly files: readonly SeedFile[];
  readonly config: MigrationsConfig;
  /** Runs before the first file in the same transaction; an error prevents the files from running. */
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

async function runFile({ name, path, seed }: SeedFile, session: Session): Promise<void> {
  const code = new QueryingCode({ paths: [path], ending: session.ending });
  const query: SeedSession['query'] = (text, values) => code.send(text, () => session.query(text, values));
  try {
    await code.run(() => seed({ query }));
    assertNoLateFailures();
  } catch (cause) {
    if (cause instanceof RoundtripError) throw cause;
    const line = lineIn(cause, path);
    const reason = `${errorOf(cause).message}${line === undefined ? '' : ` (line ${line})`}`;
    throw new DatabaseError(`the seed ${name} failed: ${reason}`, {
      remedy: 'The whole set was rolled back. Fix the file and run it again.',
      cause,
    });
  }
}
