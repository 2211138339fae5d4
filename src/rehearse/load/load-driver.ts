import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database, Session } from '../../database/session.js';
import { messageOf } from '../../errors.js';
import type { LoadStatement } from './load-statement.js';
import { LockWaits } from './lock-waits.js';
import type { Sample, WaitSample } from './samples.js';
import { Turns, type Turn } from './turns.js';

export interface LoadOptions {
  readonly database: Database;
  readonly statements: readonly LoadStatement[];
  /** Statements a second. */
  readonly rate: number;
  readonly connections: number;
  readonly signal: AbortSignal;
}

interface Started {
  readonly sessions: readonly Session[];
  readonly waits: LockWaits;
  readonly origin: number;
}

interface Due extends Turn {
  readonly at: number;
}

/**
 * Sends statements at a fixed rate, each in a transaction that is rolled back: it takes the locks of an application,
 * and the rows stay as the migrations leave them. The rate does not fall when the server is slow: latency counts from
 * when a statement was due, so that a stall is felt by all that would have been sent during it.
 */
export class LoadDriver {
  readonly samples: Sample[] = [];
  readonly #options: LoadOptions;
  readonly #turns: Turns;
  readonly #waits: LockWaits;
  readonly #origin: number;
  readonly #idle: Session[];
  readonly #sessions: readonly Session[];
  readonly #queue: Due[] = [];
  readonly #running = new Set<Promise<void>>();
  #isStopped = false;
  readonly #sending: Promise<void>;

  private constructor(options: LoadOptions, { sessions, waits, origin }: Started) {
    this.#origin = origin;
    this.#options = options;
    this.#turns = new Turns(options.statements);
    this.#sessions = sessions;
    this.#idle = [...sessions];
    this.#waits = waits;
    this.#sending = this.#send();
  }

  static async start(options: LoadOptions): Promise<LoadDriver> {
    const sessions: Session[] = [];
    for (let index = 0; index < options.connections; index += 1) {
      sessions.push(await options.database.connect({ signal: options.signal }));
    }
    const origin = performance.now();
    const pids = sessions.map(({ pid }) => pid);
    const waits = await LockWaits.start(options.database, { pids, origin, signal: options.signal });
    return new LoadDriver(options, { sessions, waits, origin });
  }

  get waits(): readonly WaitSample[] {
    return this.#waits.samples;
  }

  /** Milliseconds since the load began. */
  get now(): number {
    return performance.now() - this.#origin;
  }

  /** The same of a moment of `performance.now()`. */
  since(moment: number): number {
    return moment - this.#origin;
  }

  /** Waits until everything that is due now has been answered. */
  async settle(): Promise<void> {
    const until = this.now;
    while (!this.#isStopped && (this.#queue[0]?.at ?? until) < until) await sleep(5);
    await Promise.all(this.#running);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#queue.length = 0;
    await this.#sending;
    await Promise.all(this.#running);
    await this.#waits.stop();
    for (const session of this.#sessions) await session.close();
  }

  async #send(): Promise<void> {
    const { rate, signal } = this.#options;
    for (let number = 0; !this.#isStopped && !signal.aborted; number += 1) {
      const at = (number * 1000) / rate;
      const wait = at - this.now;
      if (wait > 0) await sleep(wait);
      // A free connection was free when it was due: what is late is this process.
      const due = this.#idle.length > 0 && this.#queue.length === 0 ? Math.max(at, this.now) : at;
      this.#queue.push({ at: due, ...this.#turns.next() });
      this.#dispatch();
    }
    if (signal.aborted) this.#isStopped = true;
  }

  #dispatch(): void {
    while (this.#queue.length > 0 && this.#idle.length > 0) {
      const session = this.#idle.pop();
      const due = this.#queue.shift();
      if (!session || !due) return;
      const run = this.#run(session, due).finally(() => {
        this.#running.delete(run);
        this.#idle.push(session);
        if (!this.#options.signal.aborted) this.#dispatch();
      });
      this.#running.add(run);
    }
  }

  async #run(session: Session, { at, text, statement }: Due): Promise<void> {
    const error = await session.query(`BEGIN; ${text}\n; ROLLBACK`).then(
      () => undefined,
      (failure: unknown) => messageOf(failure),
    );
    if (this.#options.signal.aborted) return;
    this.samples.push({ at, milliseconds: this.now - at, statement, error });
    if (error !== undefined) await session.query('ROLLBACK').catch(() => undefined);
  }
}
