import { catalogText } from '../../database/text-conversion.js';
import type { Destroyed } from '../../catalog/data/destroyed-data.js';
import { bypassRemedy, readRestricted } from '../../catalog/read/row-security.js';
import { quoteQualified } from '../../database/quote.js';
import type { CopySink, Session } from '../../database/session.js';
import { RefusedError } from '../../errors.js';
import { ArchiveError, ArchiveWriter } from './archive/archive-writer.js';
import { cannotWrite, openPartialFile, type PartialFile } from './archive/partial-file.js';
import {
  backupFormat,
  checksumsName,
  manifestName,
  type Manifest,
  type SavedSequence,
  type SavedTable,
} from './manifest.js';
import { savedFormOf, type SavedForm } from './saved-form.js';
import { valueSettings } from './value-settings.js';

export interface BackupProgress {
  /** `schema.table` */
  readonly table: string;
  /** Of this table so far. */
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

/** A backup that is complete but has not got its name yet. */
export interface PendingBackup {
  readonly manifest: Manifest;
  /** SHA-256 of the manifest as the file holds it, in hex. */
  readonly digest: string;
  /** To be called when the rollback went through, before it commits. */
  publish(): Promise<void>;
  discard(): Promise<void>;
}

/**
 * Writes what a rollback destroys, inside the transaction that will run it.
 *
 * Every table concerned is locked first, in EXCLUSIVE mode: others read on, but nobody writes until
 * the end of the transaction, in which the rows are destroyed. So no row can come between backup
 * and destruction, and all tables are seen as of one moment although each COPY of a READ COMMITTED
 * transaction takes a snapshot of its own. A backup by another session could not be as exact: it
 * would have to let go of its locks before the rollback can have them.
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

/** What a policy hides would be destroyed all the same. */
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

/** In the order of their names, so that two who do the same wait for each other and do not deadlock. */
async function lockTables(session: Session, losses: readonly Destroyed[]): Promise<void> {
  for (const { relation } of losses) {
    if (relation.kind === 'sequence') continue;
    const only = relation.kind === 'table' ? 'ONLY ' : '';
    await session.query(
      `LOCK TABLE ${only}${quoteQualified(relation.schema, relation.name)} IN EXCLUSIVE MODE`,
    );
  }
}

/** Rolling back to the savepoint takes the settings back; the locks were taken before it. */
async function asPrinted<T>(session: Session, action: () => Promise<T>): Promise<T> {
  await session.query(`SAVEPOINT roundtrip_backup;${valueSettings}`);
  const result = await action();
  await session.query('ROLLBACK TO SAVEPOINT roundtrip_backup; RELEASE SAVEPOINT roundtrip_backup');
  return result;
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

/** In COPY's text format a row is a line: line ends in values are written as \n (manual, COPY). */
function countLines(chunk: Buffer): number {
  let lines = 0;
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
  return lines;
}

async function readSequences(
  session: Session,
  losses: readonly Destroyed[],
): Promise<readonly SavedSequence[]> {
  const saved: SavedSequence[] = [];
  for (const { schema, name, kind } of losses.map(({ relation }) => relation)) {
    if (kind !== 'sequence') continue;
    const { rows } = await session.query<Pick<SavedSequence, 'lastValue' | 'isCalled'>>(
      `SELECT ${catalogText('s.last_value')} AS "lastValue", s.is_called AS "isCalled" FROM ${quoteQualified(schema, name)} AS s`,
    );
    saved.push(...rows.map((row) => ({ schema, name, ...row })));
  }
  return saved;
}

/** Whoever wrote to the tables has ended by now, or waits for their locks. */
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
