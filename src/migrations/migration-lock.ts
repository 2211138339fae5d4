import { setTimeout as pause } from 'node:timers/promises';
import {
  describeSession,
  SESSION_COLUMNS,
  terminateAdvice,
  toBlockingSession,
  type SessionRow,
} from '../database/blocking-sessions.js';
import { lockWaitNotes, type LockWaitNote } from '../database/lock-wait-note.js';
import { stopIfInterrupted } from '../database/interruption.js';
import type { Database, Session } from '../database/session.js';
import { withSession } from '../database/with-session.js';
import { DatabaseError, RoundtripError, type BlockingSession, messageOf } from '../errors.js';
import { migrationLockKey } from './engine.js';

export interface LockOptions {
  /** Seconds to wait while another run holds the lock; 0 gives up at once. */
  readonly wait: number;
  readonly signal: AbortSignal;
  /** Called about once a second while another run holds the lock, and once when the wait is over. */
  readonly waiting?: ((note: LockWaitNote) => void) | undefined;
}

/** Milliseconds between two attempts. */
const interval = 200;

/** Attempts between two reads of who holds the lock. */
const attemptsPerRead = 5;

/** The lock while it is held. */
export interface HeldLock {
  /**
   * Call before anything takes effect: the session may have been terminated, and another run may have started.
   * @throws DatabaseError when the lock is lost
   */
  ensureHeld(): Promise<void>;
}

/**
 * Runs `action` while holding node-pg-migrate's advisory lock, on a connection of its own: what a
 * migration does to its session (`DISCARD ALL`, a lost connection) cannot release it.
 * @throws DatabaseError naming the session that holds the lock, when it is not free in time
 */
export async function withMigrationLock<T>(
  database: Database,
  options: LockOptions,
  action: (lock: HeldLock) => Promise<T>,
): Promise<T> {
  return withSession(database, async (session) => {
    await acquire(session, options);
    return action({ ensureHeld: () => ensureHeld(session) });
  });
}

/** A session that responds still holds its lock: only its end releases it. */
async function ensureHeld(session: Session): Promise<void> {
  try {
    await session.query('SELECT');
  } catch (cause) {
    if (cause instanceof RoundtripError) throw cause;
    const reason = messageOf(cause);
    throw new DatabaseError(`the session that held the migration lock has ended: ${reason}`, {
      remedy: 'The current transaction was rolled back, because another run may have started. Run again.',
      cause,
    });
  }
}

/** The lock ends with its session, so there is nothing to release. */
async function acquire(session: Session, { wait, signal, waiting }: LockOptions): Promise<void> {
  const started = performance.now();
  const observed = lockWaitNotes((note) => waiting?.(note));
  let failed = 0;
  while (!(await tryLock(session))) {
    stopIfInterrupted(signal);
    const seconds = (performance.now() - started) / 1000;
    if (seconds >= wait) throw lockedOut(await readHolders(session), wait);
    if (failed % attemptsPerRead === 0)
      observed({ seconds, lock: 'the migration lock', blockers: await readHolders(session) });
    failed += 1;
    await pause(interval);
  }
  if (failed > 0) observed(undefined);
}

async function tryLock(session: Session): Promise<boolean> {
  const { rows } = await session.query<{ locked: boolean }>(
    'SELECT pg_catalog.pg_try_advisory_lock($1::bigint) AS locked',
    [migrationLockKey],
  );
  return rows[0]?.locked === true;
}

/** A bigint key shows in pg_locks as two halves, with objsubid 1 (manual, 53.13 pg_locks). */
const HOLDERS = `
  SELECT l.pid, ${SESSION_COLUMNS}
  FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
  WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
    AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
    AND l.classid = ($1::bigint >> 32) AND l.objid = ($1::bigint & 4294967295)`;

/** Whether a run is in progress on this database. */
export async function isMigrationLockHeld(session: Session): Promise<boolean> {
  return (await readHolders(session)).length > 0;
}

async function readHolders(session: Session): Promise<readonly BlockingSession[]> {
  const { rows } = await session.query<SessionRow>(HOLDERS, [migrationLockKey]);
  return rows.map(toBlockingSession);
}

function lockedOut(blockedBy: readonly BlockingSession[], wait: number): DatabaseError {
  const [holder] = blockedBy;
  const who = holder ? describeSession(holder) : 'a session that has just ended';
  return new DatabaseError(`another run holds the migration lock: ${who}`, {
    remedy: `Waited ${wait} s. Wait longer with --lock-wait SECONDS. ${terminateAdvice(blockedBy)}`.trim(),
    blockedBy,
  });
}
