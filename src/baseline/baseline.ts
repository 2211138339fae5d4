import { catalogTraces, wholeRepair } from '../catalog/repair/catalog-trace.js';
import type { Config } from '../config/config.js';
import { statementLimits } from '../config/limits.js';
import type { LockWaitNote } from '../database/lock-wait-note.js';
import type { Database } from '../database/session.js';
import { withSession } from '../database/with-session.js';
import { lastUps } from '../history/last-up.js';
import { readHistory } from '../history/read-history.js';
import { readApplied } from '../migrations/bookkeeping.js';
import { loadMigrations } from '../migrations/load-migrations.js';
import { UsageError } from '../errors.js';
import { findMigrationFiles, type MigrationFile } from '../migrations/migration-file.js';
import { appliedAsFiles, assertNoneInPart } from '../migrations/squashed-migrations.js';
import { withMigrationLock } from '../migrations/migration-lock.js';
import { comparableWithReplay } from '../compare/comparable-with-replay.js';
import { readDatabaseState, type DatabaseState } from '../database-state/read-database-state.js';
import type { ScratchChoice } from '../scratch-run/choose-server.js';
import { replayFor, type Replayed, type ReplayProgress } from '../scratch-run/replay.js';
import type { BaselineReport } from './baseline-report.js';
import { planBaseline, type BaselinePlan, type Recorded } from './plan-baseline.js';
import { recordBaseline } from './record-baseline.js';
import { findUncontained, type Containment } from './uncontained.js';

export interface BaselineOptions {
  /** The database to take over. */
  readonly database: Database;
  readonly config: Config;
  readonly signal: AbortSignal;
  readonly scratch: ScratchChoice;
  /** `compare` records nothing. */
  readonly mode: 'record' | 'compare';
  readonly progress?: ReplayProgress;
  /** Called while another run holds the migration lock. */
  readonly waiting?: (note: LockWaitNote) => void;
}

/**
 * Marks all migrations through `wanted` as applied on an existing database, if its catalog contains everything
 * that they create in an empty one. Otherwise nothing is written.
 * @throws UsageError, MigrationFileError when the files do not determine the migrations to compare with
 * @throws DatabaseError, RefusedError when they cannot be replayed, or the role may not record
 */
export async function baseline(wanted: string, options: BaselineOptions): Promise<BaselineReport> {
  const { database, config, signal, mode, waiting } = options;
  const files = await findMigrationFiles(config.migrations);
  return withMigrationLock(database, { wait: config.limits.lockWait, signal, waiting }, async () => {
    const recorded = await readRecorded(options);
    await assertNotSquashed(files, recorded);
    const plan = planBaseline(files, wanted, { ...recorded, checkOrder: config.migrations.checkOrder });
    if (plan.takenOver.length === 0) return nothingToDo(plan, database);
    const { live, replayed } = await readBoth(plan, options);
    const report = reportOn(plan, { live, replayed, mode });
    if (report.verdict === 'taken-over') await record(plan, { replayed, recorded, options });
    return report;
  });
}

/** Recording a squashed migration in place of others is not a baseline: these ran. */
async function assertNotSquashed(files: readonly MigrationFile[], { applied }: Recorded): Promise<void> {
  const found = await appliedAsFiles(files, applied);
  assertNoneInPart(found);
  const [first] = found.adoptions;
  if (!first) return;
  throw new UsageError(`all migrations that ${first.squash.name} replaces are applied`, {
    remedy: 'roundtrip up records it in place of them, without running it.',
  });
}

function readRecorded({ database, config }: BaselineOptions): Promise<Recorded> {
  return withSession(database, async (session) => {
    const applied = await readApplied(session, config.migrations);
    return { applied, ups: lastUps(await readHistory(session, config.migrations), applied) };
  });
}

function nothingToDo({ through }: BaselinePlan, { label }: Database): BaselineReport {
  const verdict = 'nothing-to-do';
  return { verdict, label, through, names: [], traces: [], repair: null, notes: [] };
}

interface ComparedCatalogs {
  readonly live: DatabaseState;
  readonly replayed: Replayed;
}

async function readBoth({ contained }: BaselinePlan, options: BaselineOptions): Promise<ComparedCatalogs> {
  const { database, signal, scratch: choice, progress } = options;
  const { migrations: config } = options.config;
  const limits = statementLimits(options.config.limits);
  const live = await readDatabaseState(database, { config, limits });
  const migrations = await loadMigrations(contained, config);
  const replayed = await replayFor({
    database,
    live,
    choice,
    migrations,
    config,
    limits,
    signal,
    progress,
    observed: 'each',
  });
  return { live, replayed };
}

function reportOn(
  { through, takenOver }: BaselinePlan,
  { live, replayed, mode }: ComparedCatalogs & Pick<BaselineOptions, 'mode'>,
): BaselineReport {
  const containment = findUncontained(comparableWithReplay(live, replayed), live);
  const { uncontained, expected: before, actual: after } = containment;
  const scope = { before, after, major: live.server.major };
  const accepted = mode === 'record' ? 'taken-over' : 'contained';
  return {
    verdict: uncontained.length > 0 ? 'not-contained' : accepted,
    label: live.label,
    through,
    names: takenOver.map(({ name }) => name),
    traces: catalogTraces(uncontained, scope),
    ...wholeRepair(uncontained, scope),
    notes: notesOn(containment),
  };
}

function notesOn({ more, otherOwners, reordered }: Containment): readonly string[] {
  const others = otherOwners === 1 ? '1 object belongs' : `${otherOwners} objects belong`;
  return [
    ...(more > 0
      ? [
          `not created by the migrations: ${more} ${more === 1 ? 'object' : 'objects'}; roundtrip verify lists them`,
        ]
      : []),
    ...(otherOwners > 0 ? [`${others} to a role other than the connected one`] : []),
    ...reordered.map((name) => `table ${name} has its columns in a different order`),
  ];
}

interface Recording {
  readonly replayed: Replayed;
  readonly recorded: Recorded;
  readonly options: BaselineOptions;
}

async function record(
  { takenOver }: BaselinePlan,
  { replayed, recorded, options: { database, config } }: Recording,
): Promise<void> {
  const names = new Set(takenOver.map(({ name }) => name));
  const steps = replayed.steps.filter(({ result }) => names.has(result.migration.name));
  const applied = new Set(recorded.applied.map(({ name }) => name));
  const context = { config: config.migrations, steps, applied, major: database.server.major };
  await withSession(database, (session) => recordBaseline(session, context), statementLimits(config.limits));
}
