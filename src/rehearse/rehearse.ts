import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config/config.js';
import { interrupted } from '../database/interruption.js';
import type { Session } from '../database/session.js';
import { withSession } from '../database/with-session.js';
import type { Migration } from '../migrations/migration.js';
import type { Target } from '../migrations/plan.js';
import { ScratchRun } from '../scratch-run/scratch-run.js';
import { guardOf } from '../scratch-run/scratch-server.js';
import { loadSqlParser } from '../sql-text/parser.js';
import { readCopyFacts } from './copy-facts.js';
import { judge, worstOf } from './judge.js';
import { loadStatementsOf, type LoadRequest } from './load/choose-load.js';
import { LoadDriver } from './load/load-driver.js';
import { toLoadReport } from './load/load-report.js';
import { RowCaptures } from './losses/captured-rows.js';
import { fileTexts } from './migration-texts.js';
import { readPending } from './pending.js';
import type { Budgets, Phase, RehearsalReport, RehearsedMigration } from './rehearsal-report.js';
import { rehearseMigration, type MigrationStage } from './rehearse-migration.js';
import { readTables, tablesIn } from './tables.js';
import { withCopy, type Copy, type CopyOptions, type CopyProgress } from './snapshot/with-copy.js';

/** What is being done. */
export type RehearsalProgress =
  | CopyProgress
  | { readonly doing: 'measuring the load' }
  | {
      readonly doing: Phase | 'reading rows' | 'writing rows' | 'comparing rows';
      readonly migration: string;
      readonly number: number;
      readonly total: number;
    };

export interface RehearseOptions extends Omit<CopyOptions, 'progress'> {
  readonly config: Config;
  readonly target: Target;
  readonly load: LoadRequest;
  readonly rows: 'generate' | 'none';
  readonly budgets: Budgets;
  readonly progress: (progress: RehearsalProgress) => void;
  /** Called before the first migration, with what is known then. */
  readonly opened: (head: RehearsalHead) => void;
  /** Called after each migration. */
  readonly finished: (migration: RehearsedMigration) => void;
}

/** What is known before the first migration. */
export type RehearsalHead = Omit<RehearsalReport, 'verdict' | 'migrations' | 'notRun' | 'milliseconds'>;

/**
 * Runs the pending migrations up, down and up again on a copy of a snapshot, under a load, and reports what they take,
 * whom they block and what they lose. The copy is removed.
 * @throws SnapshotError, UsageError, DatabaseError where there is nothing to report
 */
export async function rehearse(options: RehearseOptions): Promise<RehearsalReport> {
  await loadSqlParser();
  return withCopy(options, (copy) =>
    withSession(copy.database, (session) => rehearseOn(copy, { options, session })),
  );
}

interface Rehearsal {
  readonly options: RehearseOptions;
  readonly session: Session;
}

async function rehearseOn(copy: Copy, { options, session }: Rehearsal): Promise<RehearsalReport> {
  const started = performance.now();
  const { config, target, budgets } = options;
  const migrations = await readPending(session, config.migrations, target);
  const all = await readTables(session, config.migrations);
  const texts = (await Promise.all(migrations.map(fileTexts))).flat();
  const concerned = tablesIn(texts, all);
  const facts = await readCopyFacts(session, concerned);
  const names = concerned.map(({ name }) => name);
  const { origin, statements } = await loadStatementsOf(options.load, session, names);
  const driver = await startLoad(options, copy, statements);
  try {
    const calmUntil = driver ? await keepCalm(options, driver) : 0;
    const load = () => toLoadReport({ origin, statements, driver, calmUntil, request: options.load });
    const head = {
      snapshot: copy.snapshot,
      server: copy.database.server,
      ...facts,
      budgets,
      notes: notesOn(copy),
    };
    options.opened({ ...head, load: load() });
    const run = await openRun(options, copy);
    const stage = { run, session, driver, origin: started, captures: new RowCaptures(session), options };
    const rehearsed = await rehearseAll(migrations, stage).finally(() => run.close());
    await driver?.settle();
    const done = new Set(rehearsed.map(({ name }) => name));
    return {
      ...head,
      verdict: worstOf(rehearsed),
      load: load(),
      migrations: rehearsed,
      notRun: migrations.map(({ name }) => name).filter((name) => !done.has(name)),
      milliseconds: performance.now() - started,
    };
  } finally {
    await driver?.stop();
  }
}

/** How long the load runs before the first migration, in milliseconds. */
const calm = 2000;

async function startLoad(
  { load: { rate, connections }, signal }: RehearseOptions,
  { database }: Copy,
  statements: LoadStatements,
): Promise<LoadDriver | undefined> {
  if (statements.length === 0 || rate === 0) return undefined;
  return LoadDriver.start({ database, statements, rate, connections, signal });
}

type LoadStatements = Awaited<ReturnType<typeof loadStatementsOf>>['statements'];

async function keepCalm({ progress, signal }: RehearseOptions, driver: LoadDriver): Promise<number> {
  progress({ doing: 'measuring the load' });
  await pause(calm, signal);
  return driver.now;
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch((cause: unknown) => {
    throw interrupted(cause);
  });
}

const advice =
  'Rehearse on the embedded server, without --scratch-url: what migrations change there is deleted with it.';

async function openRun({ config }: RehearseOptions, { database, scratch }: Copy): Promise<ScratchRun> {
  return ScratchRun.open({
    database,
    config: config.migrations,
    // A lock is waited for, so that the stall can be measured.
    limits: { statementTimeout: config.limits.statementTimeout },
    reading: 'whole',
    clusterGuard: await guardOf(scratch, { advice }),
  });
}

/** Between two migrations, so that the picture shows where one ends. */
const betweenMigrations = 300;

async function rehearseAll(
  migrations: readonly Migration[],
  stage: Omit<MigrationStage, 'progress' | 'rows'> & { readonly options: RehearseOptions },
): Promise<readonly RehearsedMigration[]> {
  const { rows, budgets, progress, finished, signal } = stage.options;
  const rehearsed: RehearsedMigration[] = [];
  for (const [index, migration] of migrations.entries()) {
    const place = { migration: migration.name, number: index + 1, total: migrations.length };
    const { evidence, then } = await rehearseMigration(
      {
        ...stage,
        rows,
        progress: (doing) => {
          progress({ doing, ...place });
        },
      },
      migration,
    );
    const one = judge(evidence, budgets);
    rehearsed.push(one);
    finished(one);
    if (then === 'stop') break;
    if (stage.driver) await pause(betweenMigrations, signal);
  }
  return rehearsed;
}

function notesOn({ snapshot, database, loaded, how }: Copy): readonly string[] {
  const { createdRoles, skippedExtensions, skippedStatements } = loaded;
  const isOther = snapshot.server !== undefined && !snapshot.server.startsWith(String(database.server.major));
  return [
    ...(isOther
      ? [`the snapshot is of PostgreSQL ${snapshot.server}, the copy runs on ${database.server.version}`]
      : []),
    ...(how === 'template' ? ['the copy was cloned on the same server'] : []),
    ...(createdRoles.length > 0
      ? [`roles that did not exist were created without login: ${createdRoles.join(', ')}`]
      : []),
    ...(skippedExtensions.length > 0 ? [`extensions left out: ${skippedExtensions.join(', ')}`] : []),
    ...(skippedStatements.length > 0
      ? [
          `not restored without them: ${skippedStatements.length === 1 ? '1 statement' : `${skippedStatements.length} statements`}, the first: ${skippedStatements[0] ?? ''}`,
        ]
      : []),
  ];
}
