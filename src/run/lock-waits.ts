import { setTimeout as sleep } from 'node:timers/promises';
import { readLockWait, type LockWait } from '../database/blocking-sessions.js';
import type { Database, Session } from '../database/session.js';
import type { BlockingSession } from '../errors.js';

/** The longest interval in milliseconds between two reads; the first read comes after half an interval. */
const longestInterval = 1_000;
const shortestInterval = 50;
/** Milliseconds to wait for the end of the connection. */
const longestFarewell = 1_000;

export interface LockWaitOptions {
  readonly database: Database;
  /** Process IDs of the observed sessions. */
  readonly pids: readonly number[];
  /** Their `lock_timeout` in milliseconds; 0 means no limit. */
  readonly lockTimeout: number;
  /** Called about once a second while a session waits, and once without a wait after it has ended. */
  readonly observed: (wait: LockWait | undefined) => void;
}

/**
 * Finds the sessions that block a run, on a connection of its own that is opened when an action takes so long
 * that it may be waiting. The run never waits for this connection; if it fails, messages lack the blocking
 * sessions.
 */
export class LockWaits {
  readonly #options: LockWaitOptions;
  readonly #interval: number;
  #session: Promise<Session> | undefined;
  #actions = 0;
  #ended = new AbortController();
  readonly #closing = new AbortController();
  #blockers: readonly BlockingSession[] = [];

  constructor(options: LockWaitOptions) {
    const { lockTimeout } = options;
    this.#options = options;
    const half = lockTimeout === 0 ? longestInterval : lockTimeout / 2;
    this.#interval = Math.min(longestInterval, Math.max(shortestInterval, half));
  }

  /** The sessions last seen to block the most recent action. */
  get blockers(): readonly BlockingSession[] {
    return this.#blockers;
  }

  /** Observes while `action` runs; actions may overlap. */
  async during<T>(action: () => Promise<T>): Promise<T> {
    this.#blockers = [];
    if (this.#actions === 0) {
      this.#ended = new AbortController();
      void this.#observe(this.#ended.signal);
    }
    this.#actions += 1;
    try {
      return await action();
    } finally {
      this.#actions -= 1;
      if (this.#actions === 0) this.#ended.abort();
    }
  }

  /** Closes the connection; waits for a silent server only for a moment. */
  async close(): Promise<void> {
    this.#closing.abort();
    const closed = this.#session?.then((session) => session.close()).catch(() => undefined);
    if (!closed) return;
    const waited = new AbortController();
    await Promise.race([closed, sleep(longestFarewell, undefined, { signal: waited.signal })]);
    waited.abort();
  }

  async #observe(ended: AbortSignal): Promise<void> {
    const { observed } = this.#options;
    let isWaiting = false;
    try {
      for (let delay = this.#interval / 2; ; delay = this.#interval) {
        await sleep(delay, undefined, { signal: ended });
        const wait = await this.#read();
        if (ended.aborted) break;
        if (wait) this.#blockers = wait.blockers;
        if (wait ?? isWaiting) observed(wait);
        isWaiting = wait !== undefined;
      }
    } catch {
      // The action has ended, or this connection failed: the wait is not described any further.
    }
    if (isWaiting) observed(undefined);
  }

  async #read(): Promise<LockWait | undefined> {
    const { database, pids } = this.#options;
    this.#session ??= database.connect({
      lockTimeout: longestInterval,
      statementTimeout: longestInterval,
      searchPath: 'none',
      connecting: this.#closing.signal,
    });
    return readLockWait(await this.#session, pids);
  }
}
