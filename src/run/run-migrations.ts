import { LiveCatalog } from '../catalog/live-catalog.js';
import type { Config } from '../config/config.js';
import { readLogin } from '../database/as-login.js';
import type { Session, SessionOptions } from '../database/session.js';
import { withSession } from '../database/with-session.js';
import { findEdited } from '../history/find-edited.js';
import { ensureHistory } from '../history/history-schema.js';
import { readApplied } from '../migrations/bookkeeping.js';
import { readLadder, type Ladder } from '../migrations/ladder.js';
import { loadMigrations } from '../migrations/load-migrations.js';
import type { Migration } from '../migrations/migration.js';
import { findMigrationFiles } from '../migrations/migration-file.js';
import { withMigrationLock } from '../migrations/migration-lock.js';
import { planDown, planUp, refuseDisorder, type Target } from '../migrations/plan.js';
import { prepareDatabase } from '../migrations/prepare-database.js';
import type { StepResult } from '../migrations/run-step.js';
import { UsageError } from '../errors.js';
import { LiveRecord } from './live-record.js';
import { LiveRun } from './live-run.js';
import { refuseEdited, refuseMissing } from './refuse-changed.js';
import type { RunOptions } from './run-options.js';
import { withRecordedFiles } from './recorded-files.js';

export type { Clock, RunGuards, RunNote, RunObserver, RunOptions } from './run-options.js';
export { InexactRollback, type RollbackFinding } from './rollback-finding.js';

/** Applies pending migrations, each in a transaction of its own. */
export function up(target: Target, options: RunOptions): Promise<readonly StepResult[]> {
  return withRun(options, async (run) => run.all('up', planUp(run.ladder, target)));
}

/**
 * Rolls back applied migrations, latest first. Each is committed only if it took back exactly what its
 * up did.
 * @throws MigrationFileError, before anything runs, when one of them has no way down
 * @throws InexactRollback when one is not the exact inverse of its up; those before it are rolled back
 */
export function down(target: Target, options: RunOptions): Promise<readonly StepResult[]> {
  return withRun(options, async (run) => run.all('down', planDown(run.ladder, target)));
}

/**
 * Rolls back and applies the same migrations again, and no others; in one transaction, unless one of
 * them needs more.
 * @throws InexactRollback as `down` does
 */
export function redo(target: Target, options: RunOptions): Promise<readonly StepResult[]> {
  return withRun(options, async (run) => run.redo(planDown(run.ladder, target)));
}

/** Loads everything first, so that a broken file stops a run before it begins. */
async function withRun<T>(options: RunOptions, action: (run: LiveRun) => Promise<T>): Promise<T> {
  const { config, database, interruption } = options;
  const files = await findMigrationFiles(config.migrations);
  const migrations = await loadMigrations(files, config.migrations);
  const limits = limitsOf(config);
  return withMigrationLock(database, { wait: config.limits.lockWait, interruption }, () =>
    withSession(
      database,
      (session) =>
        withSession(
          database,
          async (watcher) => action(await openRun({ session, watcher, migrations }, options)),
          { lockTimeout: limits.lockTimeout ?? 0, pipelining: 'on' },
        ),
      limits,
    ),
  );
}

function limitsOf({ limits }: Config): SessionOptions {
  return { lockTimeout: limits.lockTimeout, statementTimeout: limits.statementTimeout };
}

interface Opening {
  readonly session: Session;
  readonly watcher: Session;
  readonly migrations: readonly Migration[];
}

/** Reads what the database says of itself, and refuses to go on from a state that the files do not explain. */
async function openRun(opening: Opening, options: RunOptions): Promise<LiveRun> {
  const { session, migrations } = opening;
  const config = options.config.migrations;
  await prepareDatabase(session, config);
  if (options.history === 'off') {
    const ladder = await readChecked(migrations, session, options);
    return new LiveRun({ session, migrations, ladder, record: undefined, downEdited: new Set() }, options);
  }
  await ensureHistory(session);
  const record = await openRecord(opening, options);
  return options.source === 'history'
    ? openFromHistory(opening, record, options)
    : openFromFiles(opening, record, options);
}

async function openFromFiles(
  { session, migrations }: Opening,
  record: LiveRecord,
  options: RunOptions,
): Promise<LiveRun> {
  const ladder = await readChecked(migrations, session, options);
  const { ups } = record;
  const recorded = migrations.filter(({ name }) => ups.has(name));
  const edited = await findEdited(recorded, { session, config: options.config.migrations, ups });
  if (options.edited !== 'allowed') refuseEdited(edited);
  if (edited.downs.length > 0) options.observer.noted?.({ kind: 'down-edited', names: edited.downs });
  refuseNothingToResume(options, record, ladder);
  return new LiveRun({ session, migrations, ladder, record, downEdited: new Set(edited.downs) }, options);
}

/** Nothing is edited or missing there, as far as the history reaches. */
async function openFromHistory(opening: Opening, record: LiveRecord, options: RunOptions): Promise<LiveRun> {
  const { session } = opening;
  const means = { ups: record.ups, config: options.config.migrations };
  const migrations = await withRecordedFiles(opening.migrations, means);
  const ladder = await readChecked(migrations, session, options);
  refuseNothingToResume(options, record, ladder);
  return new LiveRun({ session, migrations, ladder, record, downEdited: new Set() }, options);
}

async function openRecord({ watcher }: Opening, { config, database }: RunOptions): Promise<LiveRecord> {
  const { tableSchema: schema, table: name } = config.migrations;
  const catalog = new LiveCatalog(watcher, { migrationsTable: { schema, name } });
  const login = await readLogin(watcher);
  return LiveRecord.open({
    watcher,
    config: config.migrations,
    catalog,
    login,
    major: database.server.major,
  });
}

async function readChecked(
  migrations: readonly Migration[],
  session: Session,
  options: RunOptions,
): Promise<Ladder> {
  const ladder = readLadder(migrations, await readApplied(session, options.config.migrations));
  refuseGaps(ladder, options);
  return ladder;
}

function refuseGaps(ladder: Ladder, { config, missing = 'refused' }: RunOptions): void {
  if (missing === 'refused') refuseMissing(ladder);
  if (config.migrations.checkOrder === 'enforced') refuseDisorder(ladder);
}

function refuseNothingToResume({ resume }: RunOptions, record: LiveRecord, ladder: Ladder): void {
  if (resume !== 'on' || ladder.some(({ name }) => record.brokenOff(name))) return;
  throw new UsageError('there is nothing to resume: no migration was broken off half way', {
    remedy: 'Run without --resume.',
  });
}
