import { setTimeout as sleep } from 'node:timers/promises';
import { conflict, type LockMode } from '../database/lock-modes.js';
import { uninterruptible } from '../database/interruption.js';
import type { Database, Session } from '../database/session.js';
import { readLocks, type Locks, type LocksNow } from './held-locks.js';

/**
 * Each mode makes another group of requests wait: SHARE UPDATE EXCLUSIVE itself and everything stronger, what
 * conflicts with writing, and ACCESS EXCLUSIVE. The three do not conflict with each other (manual, table 13.2), so a
 * statement that takes several modes on one table is stopped at each.
 */
const modes = [
  'SHARE UPDATE EXCLUSIVE',
  'ROW EXCLUSIVE',
  'ACCESS SHARE',
] as const satisfies readonly LockMode[];

/** A table to hold a lock on. */
export interface LockableTable {
  readonly oid: string;
  /** Quoted where SQL requires it. */
  readonly name: string;
}

export interface RequestOptions {
  readonly database: Database;
  readonly observing: Session;
  /** Process id of the session that runs the statement. */
  readonly pid: number;
  readonly tables: readonly LockableTable[];
  /** Locks that this session holds already. */
  readonly held: Locks;
}

/** Milliseconds between two looks at the locks of the statement. */
const interval = 2;

/**
 * Runs a statement that may release locks before it ends, and returns all that it takes on the tables: other sessions
 * hold locks which make its requests wait until they are read.
 */
export async function recordLockRequests<T>(
  options: RequestOptions,
  run: () => Promise<T>,
): Promise<{ readonly result: T; readonly requested: Locks }> {
  const holders = await holdLocks(options);
  const requested = new Map<string, Set<LockMode>>();
  try {
    const result = run();
    const ended = result.then(
      () => 'ended' as const,
      () => 'ended' as const,
    );
    do {
      const now = await readLocks(options.observing, options.pid);
      note(requested, now);
      await release(holders, now);
    } while ((await Promise.race([ended, sleep(interval, 'running' as const)])) === 'running');
    return { result: await result, requested };
  } finally {
    await Promise.all(holders.map((holder) => holder.close()));
  }
}

function note(requested: Map<string, Set<LockMode>>, { granted, awaited }: LocksNow): void {
  const add = (oid: string, mode: LockMode) =>
    requested.set(oid, (requested.get(oid) ?? new Set()).add(mode));
  for (const [oid, modesOf] of granted) for (const mode of modesOf) add(oid, mode);
  if (typeof awaited === 'object') add(awaited.oid, awaited.mode);
}

async function release(holders: readonly LockHolder[], { awaited, blockers }: LocksNow): Promise<void> {
  if (awaited === undefined) return;
  const blocking = holders.filter(({ pid }) => blockers.includes(pid));
  await Promise.all(
    blocking.map((holder) => (awaited === 'transaction' ? holder.renew() : holder.release(awaited.oid))),
  );
}

async function holdLocks({ database, tables, held }: RequestOptions): Promise<readonly LockHolder[]> {
  return Promise.all(
    modes.map(async (mode) => {
      const free = tables.filter(({ oid }) => ![...(held.get(oid) ?? [])].some((one) => conflict(one, mode)));
      return LockHolder.open(database, mode, free);
    }),
  );
}

/** A session that holds locks of one mode, each after a savepoint of its own. */
class LockHolder {
  readonly #session: Session;
  readonly #mode: LockMode;
  /** In the order of their savepoints. */
  #tables: readonly LockableTable[];

  private constructor(session: Session, mode: LockMode, tables: readonly LockableTable[]) {
    this.#session = session;
    this.#mode = mode;
    this.#tables = tables;
  }

  static async open(
    database: Database,
    mode: LockMode,
    tables: readonly LockableTable[],
  ): Promise<LockHolder> {
    const session = await database.connect({ signal: uninterruptible, searchPath: 'none' });
    const holder = new LockHolder(session, mode, tables);
    await holder.#begin();
    return holder;
  }

  /** Tables that the role may not lock, or that are locked in a conflicting mode, are left out. */
  async #begin(): Promise<void> {
    const locked: LockableTable[] = [];
    await this.#session.query('BEGIN');
    for (const table of this.#tables) {
      try {
        await this.#session.query(`SAVEPOINT held_${table.oid}; ${lock(table, this.#mode)}`);
        locked.push(table);
      } catch {
        await this.#session.query(`ROLLBACK TO SAVEPOINT held_${table.oid}`);
      }
    }
    this.#tables = locked;
  }

  /** Ends the transaction, for which the statement waits, and takes the locks again in another one. */
  async renew(): Promise<void> {
    await this.#session.query('ROLLBACK');
    await this.#begin();
  }

  get pid(): number {
    return this.#session.pid;
  }

  /** Releases the lock on one table; the later ones are taken again at once. */
  async release(oid: string): Promise<void> {
    const position = this.#tables.findIndex((table) => table.oid === oid);
    if (position < 0) {
      await this.end();
      return;
    }
    const later = this.#tables.slice(position + 1);
    const again = later.map((table) => `SAVEPOINT held_${table.oid}; ${lock(table, this.#mode)}`);
    this.#tables = [...this.#tables.slice(0, position), ...later];
    await this.#session
      .query([`ROLLBACK TO SAVEPOINT held_${oid}`, ...again].join('; '))
      .catch(() => this.end());
  }

  /** Releases all locks. */
  async end(): Promise<void> {
    this.#tables = [];
    await this.#session.query('ROLLBACK');
  }

  async close(): Promise<void> {
    await this.#session.close();
  }
}

function lock({ name }: LockableTable, mode: LockMode): string {
  return `LOCK TABLE ONLY ${name} IN ${mode} MODE NOWAIT`;
}
