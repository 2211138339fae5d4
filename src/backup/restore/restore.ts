import { readStoredData, type StoredRelation } from '../../catalog/stored-data.js';
import type { Config } from '../../config/config.js';
import type { Interruption } from '../../database/interruption.js';
import { quoteQualified } from '../../database/quote.js';
import type { Database, Session } from '../../database/session.js';
import { withTransaction } from '../../database/transaction.js';
import { withSession } from '../../database/with-session.js';
import { readApplied } from '../../migrations/bookkeeping.js';
import { withMigrationLock } from '../../migrations/migration-lock.js';
import { hasMigrationsTable, migrationsTableOf } from '../../migrations/prepare-database.js';
import { RefusedError } from '../../errors.js';
import type { Manifest, SavedTable } from '../manifest.js';
import type { OpenBackup } from '../open-backup.js';
import { valueSettings } from '../value-settings.js';
import { countOf } from './apply.js';
import { readMisfits } from './misfits.js';
import { putBack, type PutBack } from './put-back.js';
import type { RestoredTable, RestoreReport } from './restore-report.js';
import { passHighest, restoreSequences } from './sequences.js';
import { sortByReferences } from './sort-by-references.js';
import { stage, type Since, type Staged } from './stage.js';
import { findTarget, type FoundTarget, type Target } from './target.js';
import { withoutTriggers } from './triggers.js';

export interface RestoreOptions {
  readonly database: Database;
  readonly config: Config;
  readonly interruption: Interruption;
  readonly backup: OpenBackup;
  /** Told before each table: `schema.table`. */
  readonly progress: (table: string) => void;
  /** Whether to go on although a migration of the backup is not applied. */
  readonly unapplied: 'refused' | 'allowed';
}

/**
 * Puts back what a rollback destroyed, after its migrations were applied again, in one transaction.
 * What does not fit any more is left out and told; what is as in the backup already stays untouched.
 * @throws RefusedError, with nothing put back, when the migrations are not applied, or none of the tables is there
 */
export function restoreBackup(options: RestoreOptions): Promise<RestoreReport> {
  const { database, config, interruption } = options;
  const { lockWait, lockTimeout, statementTimeout } = config.limits;
  return withMigrationLock(database, { wait: lockWait, interruption }, () =>
    withSession(
      database,
      (session) =>
        withTransaction(session, () => restoreIn(session, options), { begin: `BEGIN;${valueSettings}` }),
      { lockTimeout, statementTimeout },
    ),
  );
}

interface Matched extends FoundTarget {
  readonly saved: SavedTable;
}

async function restoreIn(session: Session, options: RestoreOptions): Promise<RestoreReport> {
  const { manifest } = options.backup;
  const { database: origin, migrations, tool } = manifest;
  const notApplied = await findUnapplied(session, options);
  const relations = await readRelations(session, options);
  const matched = manifest.tables.map((saved): Matched => ({ saved, ...findTarget(saved, relations) }));
  refuseElsewhere(manifest, relations);
  const tables = await restoreTables(session, matched, options);
  const sequences = await restoreSequences(session, manifest.sequences, relations);
  const backup = { database: origin, migrations, tool };
  return { backup, database: options.database.name, notApplied, tables, sequences };
}

async function findUnapplied(
  session: Session,
  { backup: { manifest }, config, unapplied }: RestoreOptions,
): Promise<readonly string[]> {
  const applied = new Set((await readApplied(session, config.migrations)).map(({ name }) => name));
  const missing = manifest.migrations.filter((name) => !applied.has(name));
  if (missing.length === 0 || unapplied === 'allowed') return missing;
  throw new RefusedError(
    `what the backup holds belongs to migrations that are not applied: ${missing.join(', ')}`,
    {
      remedy:
        'Nothing was restored. Apply them first: roundtrip up. Where others have taken their place, add --allow-not-applied.',
    },
  );
}

/** A schema that has nothing of it is another one. */
function refuseElsewhere({ tables, sequences }: Manifest, relations: readonly StoredRelation[]): void {
  const wanted = [...tables, ...sequences];
  const here = new Set(relations.map(({ schema, name }) => quoteQualified(schema, name)));
  if (wanted.length === 0 || wanted.some(({ schema, name }) => here.has(quoteQualified(schema, name))))
    return;
  const names = wanted.map(({ schema, name }) => `${schema}.${name}`).join(', ');
  throw new RefusedError(`this database has another schema than the backup: it has no ${names}`, {
    remedy: 'Nothing was restored. Name the database that was rolled back with --database-url.',
  });
}

function readRelations(
  session: Session,
  { config: { migrations } }: RestoreOptions,
): Promise<readonly StoredRelation[]> {
  const bookkeeping = { schema: migrations.tableSchema, name: migrations.table };
  return readStoredData(session, { readIn: 'open transaction', bookkeeping });
}

async function restoreTables(
  session: Session,
  matched: readonly Matched[],
  options: RestoreOptions,
): Promise<readonly RestoredTable[]> {
  const found = matched.flatMap(({ saved, target }) => (target ? [{ saved, target }] : []));
  await lockTables(session, found);
  const sorted = await sortByReferences(session, found, ({ target }) => target.relation.oid);
  const oids = sorted.map(({ target }) => target.relation.oid);
  const restored = await withoutTriggers(session, oids, () => stageAndPutBack(session, sorted, options));
  for (const { target } of sorted) await passHighest(session, target);
  return matched.map(({ saved, misfits }) =>
    withMisfits(restored.get(saved.file) ?? nothingOf(saved), misfits),
  );
}

interface Found {
  readonly saved: SavedTable;
  readonly target: Target;
}

/** Others read on; what they would write in the middle could not be told from what the migrations wrote. */
async function lockTables(session: Session, found: readonly Found[]): Promise<void> {
  for (const {
    target: { relation },
  } of found) {
    await session.query(
      `LOCK TABLE ${quoteQualified(relation.schema, relation.name)} IN SHARE ROW EXCLUSIVE MODE`,
    );
  }
}

async function stageAndPutBack(
  session: Session,
  found: readonly Found[],
  options: RestoreOptions,
): Promise<ReadonlyMap<string, RestoredTable>> {
  const { backup, progress } = options;
  const since = await readSince(session, options);
  const staged: Staged[] = [];
  for (const one of found) {
    progress(`${one.saved.schema}.${one.saved.name}`);
    staged.push(await stage(session, { ...one, backup, since }));
  }
  const done = await putBack(session, staged);
  const tables = new Map<string, RestoredTable>();
  for (const [index, { saved }] of found.entries()) {
    const [one, result] = [staged[index], done[index]];
    if (one && result) tables.set(saved.file, await describe(session, one, { saved, result }));
  }
  return tables;
}

/** Of several migrations, the last one that was applied. */
async function readSince(
  session: Session,
  { backup: { manifest }, config: { migrations: config } }: RestoreOptions,
): Promise<Since> {
  if (!(await hasMigrationsTable(session, config))) return undefined;
  const { rows } = await session.query<{ xid: string }>(
    `SELECT m.xmin::pg_catalog.text AS xid FROM ${migrationsTableOf(config)} AS m
     WHERE m.name = ANY ($1) ORDER BY pg_catalog.age(m.xmin) LIMIT 1`,
    [manifest.migrations],
  );
  return rows[0]?.xid;
}

async function describe(
  session: Session,
  staged: Staged,
  { saved, result }: { readonly saved: SavedTable; readonly result: PutBack },
): Promise<RestoredTable> {
  const { inserted, updated, refused } = result;
  const unchanged = await countOf(session, staged, 'same');
  const misfits = await readMisfits(session, staged, refused);
  return { ...nothingOf(saved), inserted, updated, unchanged, misfitting: misfits.length, misfits };
}

function nothingOf({ schema, name, what, rows }: SavedTable): RestoredTable {
  return { schema, name, what, rows, inserted: 0, updated: 0, unchanged: 0, misfitting: rows, misfits: [] };
}

/** What is missing as a whole comes before single rows. */
function withMisfits(table: RestoredTable, misfits: RestoredTable['misfits']): RestoredTable {
  return { ...table, misfits: [...misfits, ...table.misfits] };
}
