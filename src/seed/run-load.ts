import { performance } from 'node:perf_hooks';
import type { Config } from '../config/config.js';
import { quoteIdentifier } from '../database/quote.js';
import type { Database, Session } from '../database/session.js';
import { withSession } from '../database/with-session.js';
import { DatabaseError, InterruptedError, RoundtripError, messageOf } from '../errors.js';
import { beginLoad, resumeLoad, type LoadSize, type PlannedLoad, type PlannedTable } from './begin-load.js';
import { copyText } from './copy-text.js';
import { readLoadSet, type LoadFile } from './load-files.js';
import { advanceRecord, ensureRecords, markRecord } from './load-record.js';
import { assertSafeSeeding } from './assert-safe-seeding.js';
import { withSeedTransaction } from './seed-transaction.js';

/** Rows of a transaction: enough that it costs little, few enough that little is lost when it breaks off. */
const rowsPerTransaction = 50_000;

export interface LoadOptions {
  readonly database: Database;
  readonly config: Config;
  readonly set: string;
  readonly size: LoadSize;
  /** `forced` skips the questions whether this database may be seeded. */
  readonly safety: 'checked' | 'forced';
  readonly observer: LoadObserver;
}

export interface LoadObserver {
  /** Reports progress regularly; `done` includes the rows of earlier runs. */
  readonly progress: (state: LoadProgress) => void;
}

export interface LoadProgress {
  /** Table that is worked on, qualified. */
  readonly table: string;
  /** Rows of all tables. */
  readonly done: number;
  readonly total: number;
}

export interface LoadedTable {
  readonly table: string;
  /** Key column that identifies the loaded rows. */
  readonly key: string;
  readonly first: number;
  /** Rows that are there now. */
  readonly rows: number;
}

export interface LoadReport {
  readonly set: string;
  readonly scale: number;
  readonly seed: number;
  readonly tables: readonly LoadedTable[];
  /** Rows loaded by this run; fewer than all rows if it completes an interrupted one. */
  readonly rows: number;
  readonly milliseconds: number;
}

/**
 * Fills tables with what a load set plans, by COPY, some rows in a transaction; then ANALYZE.
 * @throws RefusedError when migrations are pending, in production, among rows of others, or when the
 * set is there already
 * @throws MigrationFileError for a file of the set that cannot be worked with
 * @throws DatabaseError when the server refuses rows; those of earlier transactions stay
 * @throws InterruptedError; what is there can be completed, or removed
 */
export async function runLoad(options: LoadOptions): Promise<LoadReport> {
  const { database, config, set } = options;
  const files = await readLoadSet({ directory: config.seedsDirectory, set });
  return withSession(database, async (session) => {
    const started = performance.now();
    await withSeedTransaction(session, config.migrations, () =>
      assertSafeSeeding(session, { ...options, files }),
    );
    await ensureRecords(session);
    const load = await withSeedTransaction(session, config.migrations, () =>
      planLoad(session, options, files),
    );
    const rows = await fillTables(session, load, options);
    return { ...reportOf(load), rows, milliseconds: performance.now() - started };
  });
}

function planLoad(
  session: Session,
  { set, size }: LoadOptions,
  files: readonly LoadFile[],
): Promise<PlannedLoad> {
  return size.kind === 'resume'
    ? resumeLoad(session, { set, files, size })
    : beginLoad(session, { set, files, size });
}

function reportOf({ set, scale, seed, tables }: PlannedLoad): Omit<LoadReport, 'rows' | 'milliseconds'> {
  const loaded = tables.map(({ record: { table, key, first, rows } }) => ({ table, key, first, rows }));
  return { set, scale, seed, tables: loaded };
}

/** @returns the number of rows made */
async function fillTables(session: Session, load: PlannedLoad, options: LoadOptions): Promise<number> {
  const present = sum(load.tables.map(({ record }) => record.loaded));
  const total = sum(load.tables.map(({ record }) => record.rows));
  if (load.state === 'finished') return 0;
  let done = present;
  for (const planned of load.tables) {
    const made = (rows: number) => {
      done += rows;
      options.observer.progress({ table: planned.record.table, done, total });
    };
    await explained(planned, () => fillTable(session, planned, { ...options, made }));
  }
  await explained(undefined, () => finish(session, load, options.config));
  return done - present;
}

async function fillTable(
  session: Session,
  { record, plan }: PlannedTable,
  { set, config, made }: LoadOptions & { readonly made: (rows: number) => void },
): Promise<void> {
  const { table, position, first, rows, loaded } = record;
  const columns = [record.key, ...plan.columns].map(quoteIdentifier).join(', ');
  for (let from = loaded; from < rows; from += rowsPerTransaction) {
    const to = Math.min(from + rowsPerTransaction, rows);
    await withSeedTransaction(session, config.migrations, async () => {
      await advanceRecord(session, { set, position }, { from, to });
      const source = copyText({ row: plan.row, first, from, to, made });
      await session.copyFrom(`COPY ${table} (${columns}) FROM STDIN`, source);
    });
  }
}

/** Analyzes the tables after loading. */
async function finish(session: Session, { set, tables }: PlannedLoad, config: Config): Promise<void> {
  await withSeedTransaction(session, config.migrations, async () => {
    await session.query(`ANALYZE ${tables.map(({ record }) => record.table).join(', ')}`);
    await markRecord(session, set, 'finished');
  });
}

const remedy = 'The loaded rows were kept: continue with --resume, or remove them with --clean.';

async function explained(planned: PlannedTable | undefined, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (cause) {
    if (cause instanceof InterruptedError) throw new InterruptedError(cause.message, { remedy, cause });
    if (cause instanceof RoundtripError) throw cause;
    const reason = messageOf(cause);
    const what = planned ? `${planned.file} failed to load ${planned.record.table}` : 'ANALYZE failed';
    throw new DatabaseError(`${what}: ${reason}${contextOf(cause)}`, { remedy, cause });
  }
}

/** Position of the error in the COPY: `COPY users, line 3, column email: "…"`. */
function contextOf(cause: unknown): string {
  const where = cause instanceof Error ? (cause as Error & { readonly where?: unknown }).where : undefined;
  return typeof where === 'string' ? ` (${where.split('\n', 1)[0] ?? ''})` : '';
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
