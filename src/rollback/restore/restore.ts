import type { LockWaitNote } from '../../database/lock-wait-note.js';
import { performance } from 'node:perf_hooks';
import { readStoredData, type StoredRelation } from '../../catalog/data/stored-data.js';
import type { Config } from '../../config/config.js';
import { statementLimits } from '../../config/limits.js';
import { migrationsTable } from '../../config/migrations-table.js';
import { stopIfInterrupted } from '../../database/interruption.js';
import { quoteQualified } from '../../database/quote.js';
import type { Database, Session } from '../../database/session.js';
import { withTransaction } from '../../database/transaction.js';
import { withSession } from '../../database/with-session.js';
import { withMigrationLock } from '../../migrations/migration-lock.js';
import type { SavedTable } from '../backup/manifest.js';
import type { OpenBackup } from '../backup/open-backup.js';
import { valueSettings } from '../backup/value-settings.js';
import { ensureRestorable, type Admission } from './ensure-restorable.js';
import { restoreTables } from './restore-tables.js';
import type { RestoreReport } from './restore-report.js';
import { restoreSequences } from './sequences.js';
import { stageLines, type Lines } from './staging-tables.js';
import { relationOf } from './target.js';

export interface RestoreOptions extends Admission {
  readonly database: Database;
  readonly config: Config;
  readonly signal: AbortSignal;
  readonly backup: OpenBackup;
  readonly observer: RestoreObserver;
}

export interface RestoreObserver {
  /** Called before a table is read, with `schema.table`. */
  readonly progress: (table: string) => void;
  /** Called while another run holds the migration lock. */
  readonly waiting?: (note: LockWaitNote) => void;
  /** Called before the tables are locked. */
  readonly locking: (waiting: Waiting) => void;
}

/** The time during which other sessions have to wait. */
export interface Waiting {
  /** Tables as `schema.table`; until the end of the restore, other sessions can read them, but not write. */
  readonly tables: readonly string[];
  readonly rows: number;
  /** An estimate from the time that sending the rows took. */
  readonly seconds: number;
}

/**
 * Restores the data that a rollback destroyed, after its migrations were applied again, in one transaction.
 * Rows that no longer fit are left out and reported; rows that already equal the backup are not touched.
 * @throws RefusedError, with nothing restored, when the backup does not belong to this database
 * @throws UsageError when the server cannot read its rows
 */
export function restoreBackup(options: RestoreOptions): Promise<RestoreReport> {
  const { database, config, signal, observer } = options;
  const wait = { wait: config.limits.lockWait, signal, waiting: observer.waiting };
  return withMigrationLock(database, wait, () =>
    withSession(
      database,
      (session) =>
        withTransaction(session, () => restoreIn(session, options), { begin: `BEGIN;${valueSettings}` }),
      statementLimits(config.limits),
    ),
  );
}

async function restoreIn(session: Session, options: RestoreOptions): Promise<RestoreReport> {
  const { backup, config, database, signal, unapplied, unrecorded } = options;
  const { sequences: saved, migrations, tool, database: origin } = backup.manifest;
  const before = await readRelations(session, options);
  const judged = { config: config.migrations, backup, relations: before, unapplied, unrecorded };
  const { notApplied, provenance } = await ensureRestorable(session, judged);
  const staged = await stageAll(session, options);
  await lockTables(session, before, { staged, ...options });
  const relations = await readRelations(session, options);
  const { tables, refused } = await restoreTables({ session, signal }, staged, {
    relations,
    overwritable: () => provenance,
  });
  const sequences = [...(await restoreSequences(session, saved, relations)), ...refused];
  return {
    backup: { database: origin, migrations, tool },
    database: database.name,
    notApplied,
    tables,
    sequences,
  };
}

function readRelations(
  session: Session,
  { config: { migrations } }: RestoreOptions,
): Promise<readonly StoredRelation[]> {
  const bookkeeping = migrationsTable(migrations);
  return readStoredData(session, { readIn: 'open transaction', bookkeeping });
}

interface Sent extends Lines {
  readonly seconds: number;
}

/** Loads all tables of the backup into temporary tables, before anything is locked. */
async function stageAll(
  session: Session,
  { backup, observer, signal }: RestoreOptions,
): Promise<readonly Sent[]> {
  const staged: Sent[] = [];
  for (const saved of backup.manifest.tables) {
    stopIfInterrupted(signal);
    observer.progress(`${saved.schema}.${saved.name}`);
    const started = performance.now();
    const lines = await stageLines(session, saved, backup);
    staged.push({ ...lines, seconds: (performance.now() - started) / 1000 });
  }
  return staged;
}

/** Factors by which inserting rows with their indexes, and updating existing rows, take longer than sending them. */
const times = { table: 10, rows: 10, columns: 30 } as const;

/** Returns 0 for few rows: the time to send them is mostly latency and says nothing about the time to write them. */
function timesOf({ what, rows }: SavedTable): number {
  return rows < 1000 ? 0 : times[what];
}

/**
 * Locks the tables: rows that others write during the restore could not be distinguished from those of the
 * migrations.
 */
async function lockTables(
  session: Session,
  relations: readonly StoredRelation[],
  { staged, observer }: Pick<RestoreOptions, 'observer'> & { readonly staged: readonly Sent[] },
): Promise<void> {
  const there = staged.filter(({ saved }) => relationOf(saved, relations));
  if (there.length === 0) return;
  observer.locking({
    tables: there.map(({ saved: { schema, name } }) => `${schema}.${name}`),
    rows: there.reduce((sum, { saved }) => sum + saved.rows, 0),
    seconds: there.reduce((sum, { saved, seconds }) => sum + seconds * timesOf(saved), 0),
  });
  for (const { saved } of there) {
    await session.query(`LOCK TABLE ${quoteQualified(saved.schema, saved.name)} IN SHARE ROW EXCLUSIVE MODE`);
  }
}
