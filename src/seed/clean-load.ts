import { performance } from 'node:perf_hooks';
import type { Config } from '../config/config.js';
import { quoteIdentifier } from '../database/quote.js';
import type { Database, Session } from '../database/session.js';
import { withSession } from '../database/with-session.js';
import { DatabaseError, InterruptedError, RoundtripError, messageOf } from '../errors.js';
import { assertNoReferringRows } from './referring-rows.js';
import { deleteRecord, markRecord, readRecord, type LoadRecord, type TableRecord } from './load-record.js';
import { assertNotProduction } from './assert-safe-seeding.js';
import { giveKeysBack } from './reserve-keys.js';
import type { LoadObserver } from './run-load.js';
import { withSeedTransaction } from './seed-transaction.js';

/** Numbers of a transaction. */
const numbersPerTransaction = 100_000;

export interface CleanOptions {
  readonly database: Database;
  readonly config: Config;
  readonly set: string;
  /** `forced` also works in production, and takes along rows of others that refer to loaded ones. */
  readonly safety: 'checked' | 'forced';
  readonly observer: LoadObserver;
}

export interface CleanReport {
  readonly set: string;
  /** Empty when nothing of the set was there. */
  readonly tables: readonly { readonly table: string; readonly removed: number }[];
  readonly milliseconds: number;
}

/**
 * Removes the rows that a load made, complete or not, and no others; resets sequences that nobody has used
 * since. The files of the set are not needed.
 * @throws RefusedError in production, or when other rows reference loaded ones; then nothing is removed
 */
export async function cleanLoad({ database, config, ...options }: CleanOptions): Promise<CleanReport> {
  const { set, safety } = options;
  if (safety === 'checked') assertNotProduction(config);
  return withSession(database, async (session) => {
    const started = performance.now();
    const record = await readRecord(session, set);
    if (record && safety === 'checked') await assertNoReferringRows(session, record.tables);
    const tables = record ? await explained(() => removeAll(session, { config, ...options })) : [];
    return { set, tables, milliseconds: performance.now() - started };
  });
}

/** Referring rows go before those that they refer to. */
async function removeAll(
  session: Session,
  { config, set, observer }: Omit<CleanOptions, 'database'>,
): Promise<CleanReport['tables']> {
  await markRecord(session, set, 'cleaning');
  // Read again: a run that was loading may have added rows until just now.
  const record = await readRecord(session, set);
  if (!record) return [];
  const total = record.tables.reduce((sum, { loaded }) => sum + loaded, 0);
  const tables: { readonly table: string; readonly removed: number }[] = [];
  let done = 0;
  for (const table of record.tables.toReversed()) {
    const removed = await removeRows(session, table, (numbers) => {
      done += numbers;
      observer.progress({ table: table.table, done, total });
    });
    // Before the rows go that these referred to: each of them is looked for here, without an index in all that is left.
    await session.query(`VACUUM (ANALYZE) ${table.table}`);
    tables.unshift({ table: table.table, removed });
  }
  await forget(session, record, config);
  return tables;
}

async function removeRows(
  session: Session,
  { table, key, first, loaded }: TableRecord,
  done: (numbers: number) => void,
): Promise<number> {
  const remove = `DELETE FROM ${table} AS t WHERE t.${quoteIdentifier(key)} BETWEEN $1 AND $2`;
  let removed = 0;
  for (let from = 0; from < loaded; from += numbersPerTransaction) {
    const to = Math.min(from + numbersPerTransaction, loaded);
    removed += (await session.query(remove, [first + from, first + to - 1])).rowCount ?? 0;
    done(to - from);
  }
  return removed;
}

async function forget(session: Session, { set, tables }: LoadRecord, config: Config): Promise<void> {
  await withSeedTransaction(session, config.migrations, async () => {
    for (const table of tables) await giveKeysBack(session, table);
    await deleteRecord(session, set);
  });
}

async function explained<T>(action: () => Promise<T>): Promise<T> {
  const remedy = 'Remove the remaining rows with another --clean.';
  try {
    return await action();
  } catch (cause) {
    if (cause instanceof InterruptedError) throw new InterruptedError(cause.message, { remedy, cause });
    if (cause instanceof RoundtripError) throw cause;
    const reason = messageOf(cause);
    throw new DatabaseError(`the loaded rows cannot be removed: ${reason}`, { remedy, cause });
  }
}
