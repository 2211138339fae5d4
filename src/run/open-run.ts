import { migrationsTable } from '../config/migrations-table.js';
import { LiveCatalog } from '../catalog/observe/live-catalog.js';
import { readLogin } from '../database/as-login.js';
import { assertWritable } from '../database/assert-writable.js';
import type { Session } from '../database/session.js';
import { UsageError } from '../errors.js';
import { advanceNumbers } from '../history/advance-numbers.js';
import { findEdited } from '../history/find-edited.js';
import { ensureHistory } from '../history/history-schema.js';
import { readApplied } from '../migrations/bookkeeping.js';
import { readMigrationChain, type MigrationChain } from '../migrations/migration-chain.js';
import type { HeldLock } from '../migrations/migration-lock.js';
import type { Migration } from '../migrations/migration.js';
import { assertInOrder } from '../migrations/plan.js';
import { prepareDatabase } from '../migrations/prepare-database.js';
import { appliedAsFiles, readAppliedAsFiles } from '../migrations/squashed-migrations.js';
import type { LockWaits } from './lock-waits.js';
import { LiveRecord } from './live-record.js';
import { LiveRun } from './live-run.js';
import { defaultKeepLimit } from './keep-setting.js';
import { RunKeeping } from './run-keeping.js';
import { recordSquashed, restoreReplaced } from './record-squashed.js';
import { withRecordedFiles } from './recorded-files.js';
import { assertFilesPresent } from '../migrations/missing-files.js';
import { assertUnedited } from './assert-unchanged.js';
import type { RunOptions } from './run-options.js';

export interface Opening {
  /** Session of the steps. */
  readonly session: Session;
  /** Session for everything that is read and written besides the steps. */
  readonly catalogSession: Session;
  readonly lock: HeldLock;
  readonly migrations: readonly Migration[];
  readonly options: RunOptions;
  readonly waits: LockWaits;
}

/**
 * Reads history, bookkeeping and catalog of the database. Fails if the migration files do not match what is
 * applied.
 */
export async function openRun(opening: Opening): Promise<LiveRun> {
  const { session, migrations, options } = opening;
  await assertWritable(session, options.database);
  await prepareDatabase(session, options.config.migrations);
  if (options.history !== 'off') await ensureHistory(session);
  if (options.source !== 'history') await adoptSquashed(opening);
  if (options.history === 'off') {
    const chain = await readChecked(migrations, opening);
    const keeping = await openKeeping(opening, undefined);
    return new LiveRun({ ...opening, chain, record: undefined, keeping, downEdited: new Set() });
  }
  await advanceNumbers(opening.catalogSession, options.config.migrations);
  const record = await openRecord(opening);
  return options.source === 'history' ? openFromHistory(opening, record) : openFromFiles(opening, record);
}

/** Before the history is read: the migrations table then names the files that there are. */
async function adoptSquashed({ session, migrations, options }: Opening): Promise<void> {
  const { config, database, history = 'on', observer } = options;
  const { adoptions } = await readAppliedAsFiles(session, config.migrations, migrations);
  if (adoptions.length === 0) return;
  const { major } = database.server;
  await recordSquashed(session, adoptions, { config: config.migrations, history, major });
  for (const { squash, rows } of adoptions)
    observer.noted?.({ kind: 'squashed', name: squash.name, count: rows.length });
}

async function openFromFiles(opening: Opening, record: LiveRecord): Promise<LiveRun> {
  const { session, migrations, options } = opening;
  const chain = await readChecked(migrations, opening);
  const { ups } = record;
  const recorded = migrations.filter(({ name }) => ups.has(name));
  const edited = await findEdited(recorded, { session, config: options.config.migrations, ups });
  if (options.edited !== 'allowed') assertUnedited(edited);
  if (edited.downs.length > 0) options.observer.noted?.({ kind: 'down-edited', names: edited.downs });
  assertResumable(options, record, chain);
  const keeping = await openKeeping(opening, record);
  return new LiveRun({ ...opening, chain, record, keeping, downEdited: new Set(edited.downs) });
}

/** Takes edited and missing migrations from the history, as far as it has them. */
async function openFromHistory(opening: Opening, record: LiveRecord): Promise<LiveRun> {
  const { options } = opening;
  const { migrations: config } = options.config;
  const restored = await restoreReplaced(opening.session, record.ups, config);
  if (restored.length > 0) await record.refresh();
  const recorded = await withRecordedFiles(opening.migrations, { ups: record.ups, config });
  const migrations = await withoutSquashed(recorded, opening);
  const chain = await readChecked(migrations, opening);
  assertResumable(options, record, chain);
  const keeping = await openKeeping(opening, record);
  return new LiveRun({ ...opening, migrations, chain, record, keeping, downEdited: new Set() });
}

/** Leaves out squashed migrations where the migrations that they replace are applied instead. */
async function withoutSquashed(
  migrations: readonly Migration[],
  { session, options, migrations: files }: Opening,
): Promise<readonly Migration[]> {
  const applied = await readApplied(session, options.config.migrations);
  const { adoptions, partly } = await appliedAsFiles(files, applied);
  const names = new Set([...adoptions, ...partly].map(({ squash }) => squash.name));
  return migrations.filter(({ name }) => !names.has(name));
}

async function openRecord({ catalogSession, options }: Opening): Promise<LiveRecord> {
  const { config, database } = options;
  const catalog = new LiveCatalog(catalogSession, { migrationsTable: migrationsTable(config.migrations) });
  const login = await readLogin(catalogSession);
  const { major } = database.server;
  return LiveRecord.open({ catalogSession, config: config.migrations, catalog, login, major });
}

/** Restoring needs the history, without which nothing is known about earlier steps. */
function openKeeping(
  { catalogSession, options }: Opening,
  record: LiveRecord | undefined,
): Promise<RunKeeping> {
  const { keep = { mode: 'restore', limit: defaultKeepLimit }, config, signal } = options;
  const setting = record ? keep : ({ ...keep, mode: 'off' } as const);
  const login = record?.context.login ?? '';
  return RunKeeping.open({ setting, config: config.migrations, catalogSession, login, signal });
}

async function readChecked(
  migrations: readonly Migration[],
  { session, options: { config, missing = 'refused' } }: Opening,
): Promise<MigrationChain> {
  const chain = readMigrationChain(migrations, await readApplied(session, config.migrations));
  if (missing === 'refused') assertFilesPresent(chain.toReversed(), 'run');
  if (config.migrations.checkOrder === 'enforced') assertInOrder(chain);
  return chain;
}

function assertResumable({ resume }: RunOptions, record: LiveRecord, chain: MigrationChain): void {
  if (resume !== 'on' || chain.some(({ name }) => record.interrupted(name))) return;
  throw new UsageError('there is nothing to resume: no migration was interrupted', {
    remedy: 'Run without --resume.',
  });
}
