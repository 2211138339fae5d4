import { catalogText } from '../../database/text-conversion.js';
import type { Destroyed } from '../../catalog/data/destroyed-data.js';
import { bypassRemedy, readRestricted } from '../../catalog/read/row-security.js';
import { quoteQualified } from '../../database/quote.js';
import type { CopySink, Session } from '../../database/session.js';
import { withoutEffect } from '../../database/transaction.js';
import { RefusedError } from '../../errors.js';
import { ArchiveError, ArchiveWriter } from './archive/archive-writer.js';
import { cannotWrite, openPartialFile, type PartialFile } from './archive/partial-file.js';
import { backupFormat, checksumsName, manifestName, type Manifest, type SavedTable } from './manifest.js';
import { readSequences } from './read-sequences.js';
import { savedFormOf, type SavedForm } from './saved-form.js';
import { valueSettings } from './value-settings.js';

export interface BackupProgress {
  /** `schema.table` */
  readonly table: string;
  /** Rows of this table written so far. */
  readonly rows: number;
  readonly bytes: number;
}

export interface BackupOptions {
  /** Absolute path. */
  readonly path: string;
  readonly losses: readonly Destroyed[];
  readonly origin: Pick<Manifest, 'tool' | 'server' | 'database' | 'migrations'>;
  readonly progress: (progress: BackupProgress) => void;
}

/** A backup that is complete but not yet published under its name. */
export interface PendingBackup {
  readonly manifest: Manifest;
  /** SHA-256 of the manifest in the file, in hex. */
  readonly digest: string;
  /** Must be called after the rollback has run and before it commits. */
  publish(): Promise<void>;
  discard(): Promise<void>;
}

/**
 * Writes the data that a rollback destroys, inside the transaction that will run the rollback.
 *
 * All affected tables are locked first, in EXCLUSIVE mode: other sessions can read them, but nobody can write
 * until the end of the transaction, in which the rows are destroyed. Therefore no row can be added between
 * backup and destruction, and all tables are saved as of one moment although each COPY of a READ COMMITTED
 * transaction takes a snapshot of its own. A backup by another session could not be as exact: it would have to
 * release its locks before the rollback can acquire them.
 * @throws RefusedError when the file cannot be written completely
 */
export async function writeBackup(session: Session, options: BackupOptions): Promise<PendingBackup> {
  const file = await openPartialFile(options.path);
  try {
    await assertUnrestricted(session, options.losses);
    await lockTables(session, options.losses);
    const written = await asPrinted(session, () => fill(session, file, options));
    return { ...written, publish: () => file.publish(), discard: () => file.discard() };
  } catch (error) {
    await file.discard();
    throw error instanceof ArchiveError ? cannotWrite(options.path, error) : error;
  }
}

/** The rollback would destroy rows that a policy hides, too. */
async function assertUnrestricted(session: Session, losses: readonly Destroyed[]): Promise<void> {
  const tables = losses.map(({ relation }) => relation).filter(({ kind }) => kind !== 'sequence');
  const restricted = await readRestricted(
    session,
    tables.map(({ oid }) => oid),
  );
  const names = tables
    .filter(({ oid }) => restricted.has(oid))
    .map(({ schema, name }) => `${schema}.${name}`);
  if (names.length === 0) return;
  throw new RefusedError(`row security may hide rows of ${names.join(', ')} from the backup`, {
    remedy: `Nothing was rolled back. ${bypassRemedy}`,
  });
}

/** Locks in the order of names, so that two concurrent runs wait for each other instead of deadlocking. */
async function lockTables(session: Session, losses: readonly Destroyed[]): Promise<void> {
  for (const { relation } of losses) {
    if (relation.kind === 'sequence') continue;
    const only = relation.kind === 'table' ? 'ONLY ' : '';
    await session.query(
      `LOCK TABLE ${only}${quoteQualified(relation.schema, relation.name)} IN EXCLUSIVE MODE`,
    );
  }
}

/** The locks are kept, since they were acquired before. */
function asPrinted<T>(session: Session, action: () => Promise<T>): Promise<T> {
  return withoutEffect(session, action, { name: 'roundtrip_backup', first: valueSettings });
}

async function fill(
  session: Session,
  { handle }: PartialFile,
  { losses, origin, progress }: BackupOptions,
): Promise<Pick<PendingBackup, 'manifest' | 'digest'>> {
  const archive = new ArchiveWriter(handle);
  const tables: SavedTable[] = [];
  for (const form of losses.flatMap((loss) => savedFormOf(loss) ?? [])) {
    const file = `${tables.length + 1}.copy`;
    tables.push(await saveTable(session, archive, { file, form, progress }));
  }
  const sequences = await readSequences(session, losses);
  const oldestTransaction = await readOldestTransaction(session);
  const manifest: Manifest = { format: backupFormat, ...origin, oldestTransaction, tables, sequences };
  return { manifest, digest: await finish(archive, manifest) };
}

interface TableBackup {
  readonly file: string;
  readonly form: SavedForm;
  readonly progress: BackupOptions['progress'];
}

async function saveTable(
  session: Session,
  archive: ArchiveWriter,
  { file, form: { copy, ...form }, progress }: TableBackup,
): Promise<SavedTable> {
  const table = `${form.schema}.${form.name}`;
  let rows = 0;
  let bytes = 0;
  const written = await archive.add(file, async (sink) => {
    const counting: CopySink = async (chunk) => {
      await sink(chunk);
      bytes += chunk.length;
      rows += countLines(chunk);
      progress({ table, rows, bytes });
    };
    const copied = await session.copyTo(copy, counting);
    if (copied !== rows) throw new Error(`${table}: ${copied} rows were sent, but ${rows} arrived`);
  });
  return { file, ...form, rows, ...written };
}

/** Counts rows: in COPY's text format each row is one line, since line ends in values are escaped (manual, COPY). */
function countLines(chunk: Buffer): number {
  let lines = 0;
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
  return lines;
}

/** All writers of the tables have ended by now, or wait for their locks. */
async function readOldestTransaction(session: Session): Promise<string> {
  const { rows } = await session.query<{ xid: string }>(
    `SELECT ${catalogText('pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())')} AS xid`,
  );
  return rows[0]?.xid ?? '';
}

async function finish(archive: ArchiveWriter, manifest: Manifest): Promise<string> {
  const { sha256 } = await archive.addText(manifestName, `${JSON.stringify(manifest, null, 2)}\n`);
  const sums = [...manifest.tables, { file: manifestName, sha256 }];
  await archive.addText(checksumsName, sums.map((one) => `${one.sha256}  ${one.file}\n`).join(''));
  await archive.finish();
  return sha256;
}
