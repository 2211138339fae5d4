import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database, Session } from '../../database/session.js';
import type { WaitSample } from './samples.js';

interface WaitRow {
  readonly waiting: number;
  readonly longest: number;
}

/** `waitstart` came with PostgreSQL 14, and may be null for a moment after the wait has begun (manual, 54.12). */
const WAITS = `
  SELECT pg_catalog.count(*)::pg_catalog.int4 AS waiting,
    coalesce(pg_catalog.max(extract(epoch FROM pg_catalog.clock_timestamp() - l.waitstart)) * 1000, 0)::pg_catalog.float8
      AS longest
  FROM pg_catalog.pg_locks AS l WHERE NOT l.granted AND l.pid = ANY ($1::pg_catalog.int4[])`;

/** Milliseconds between two looks. */
const interval = 25;

export interface WaitOptions {
  /** The processes of the load. */
  readonly pids: readonly number[];
  readonly origin: number;
  readonly signal: AbortSignal;
}

/** Looks regularly for connections of the load that wait for a lock; moments at which none waits are left out. */
export class LockWaits {
  readonly samples: WaitSample[] = [];
  readonly #session: Session;
  readonly #options: WaitOptions;
  #isStopped = false;
  readonly #looking: Promise<void>;

  private constructor(session: Session, options: WaitOptions) {
    this.#session = session;
    this.#options = options;
    this.#looking = this.#look();
  }

  static async start(database: Database, options: WaitOptions): Promise<LockWaits> {
    const session = await database.connect({ signal: options.signal, searchPath: 'none' });
    return new LockWaits(session, options);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#looking;
    await this.#session.close();
  }

  async #look(): Promise<void> {
    const { pids, origin, signal } = this.#options;
    while (!this.#isStopped && !signal.aborted) {
      const { rows } = await this.#session
        .query<WaitRow>(WAITS, [pids])
        .catch(() => ({ rows: [] as readonly WaitRow[] }));
      const [found] = rows;
      if (found && found.waiting > 0) this.samples.push({ at: performance.now() - origin, ...found });
      await sleep(interval);
    }
  }
}
