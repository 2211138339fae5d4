import type { Config } from '../config/config.js';
import { lockWaitNotes, type LockWaitNote } from '../database/lock-wait-note.js';
import type { Session, SessionOptions } from '../database/session.js';
import { withSession } from '../database/with-session.js';
import { loadMigrations } from '../migrations/load-migrations.js';
import { findMigrationFiles } from '../migrations/migration-file.js';
import { withMigrationLock } from '../migrations/migration-lock.js';
import { planDown, planUp, type Target } from '../migrations/plan.js';
import type { StepResult } from '../migrations/step.js';
import { LockWaits } from './lock-waits.js';
import type { LiveRun } from './live-run.js';
import { openRun } from './open-run.js';
import type { RunOptions } from './run-options.js';

export type { Clock, RunGuards, RunNote, RunObserver, RunOptions } from './run-options.js';
export {
  InexactRollback,
  refusalOf,
  remedyFor,
  stateOf,
  type ChangedObject,
  type FoundTrace,
  type RollbackFinding,
} from './rollback-finding.js';

/** Applies pending migrations, each in a transaction of its own. */
export function up(target: Target, options: RunOptions): Promise<readonly StepResult[]> {
  return withRun(options, async (run) => run.all('up', planUp(run.chain, target)));
}

/**
 * Rolls back applied migrations, latest first. Each is committed only if it undid exactly the changes of its
 * up.
 * @throws MigrationFileError, before anything runs, when one of them has no down
 * @throws InexactRollback when one is not the exact inverse of its up; those before it stay rolled back
 */
export function down(target: Target, options: RunOptions): Promise<readonly StepResult[]> {
  return withRun(options, async (run) => run.all('down', planDown(run.chain, target)));
}

/**
 * Rolls back and reapplies the same migrations, and no others; in one transaction, unless one of them cannot
 * run in it.
 * @throws InexactRollback as `down` does
 */
export function redo(target: Target, options: RunOptions): Promise<readonly StepResult[]> {
  return withRun(options, async (run) => run.redo(planDown(run.chain, target)));
}

/** Loads all migrations first, so that a broken file stops a run before it begins. */
async function withRun<T>(options: RunOptions, action: (run: LiveRun) => Promise<T>): Promise<T> {
  const { config, database, signal, observer } = options;
  const migrations = await loadMigrations(await findMigrationFiles(config.migrations), config.migrations);
  const limits = limitsOf(config);
  const waiting = (note: LockWaitNote) => observer.noted?.(note);
  return withMigrationLock(database, { wait: config.limits.lockWait, signal, waiting }, (lock) =>
    withSession(
      database,
      (session) =>
        withSession(
          database,
          (catalogSession) =>
            observed({ session, catalogSession }, options, async (waits) =>
              action(await openRun({ session, catalogSession, lock, migrations, options, waits })),
            ),
          { lockTimeout: limits.lockTimeout ?? 0, pipelining: 'on', searchPath: 'none' },
        ),
      limits,
    ),
  );
}

/** Reports the sessions that block the two sessions of a run. */
async function observed<T>(
  { session, catalogSession }: Readonly<Record<'session' | 'catalogSession', Session>>,
  { database, config, observer }: RunOptions,
  action: (waits: LockWaits) => Promise<T>,
): Promise<T> {
  const waits = new LockWaits({
    database,
    pids: [session.pid, catalogSession.pid],
    lockTimeout: config.limits.lockTimeout,
    observed: lockWaitNotes((note) => observer.noted?.(note)),
  });
  try {
    return await action(waits);
  } finally {
    await waits.close();
  }
}

function limitsOf({
  limits: { lockTimeout, statementTimeout, idleInTransactionTimeout },
}: Config): SessionOptions {
  return { lockTimeout, statementTimeout, idleInTransactionTimeout };
}
