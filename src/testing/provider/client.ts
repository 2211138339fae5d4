import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { assertNever } from '../../errors.js';
import { readJsonLines, writeJsonLine } from '../json-lines.js';
import type { Call, NumberedCall, Released } from '../protocol.js';
import { toSentError } from '../sent-error.js';
import type { TestDatabase, TestDatabases } from './test-databases.js';

export interface ClientEvents {
  /** It has given the token. */
  readonly greeted: () => void;
  readonly closed: () => void;
  /** It expects no more calls from itself or others. */
  readonly ended: () => void;
}

export interface ClientOptions {
  readonly databases: TestDatabases;
  readonly token: string;
  readonly events: ClientEvents;
}

/** Milliseconds in which a test's sessions must be closed after it has released the database. */
const closingTime = 500;
const pause = 10;

/** A process that runs tests, and the databases that it uses. When its connection ends, they are dropped. */
export class Client {
  readonly #socket: Socket;
  readonly #options: ClientOptions;
  readonly #acquired = new Map<string, TestDatabase>();
  #state: 'unknown' | 'greeted' | 'closed' = 'unknown';

  constructor(socket: Socket, options: ClientOptions) {
    this.#socket = socket;
    this.#options = options;
    readJsonLines(socket, (call) => void this.#answer(call as NumberedCall));
    socket.on('error', () => undefined).on('close', () => void this.#close());
  }

  async #answer(call: NumberedCall): Promise<void> {
    try {
      writeJsonLine(this.#socket, { id: call.id, result: (await this.#run(call)) ?? null });
    } catch (error) {
      writeJsonLine(this.#socket, { id: call.id, error: toSentError(error) });
    }
  }

  async #run(call: Call): Promise<object | undefined> {
    if (call.method !== 'greet' && this.#state === 'unknown') {
      this.#socket.destroy();
      return undefined;
    }
    switch (call.method) {
      case 'greet':
        this.#greet(call.token);
        return undefined;
      case 'acquire':
        return this.#acquire(call);
      case 'release':
        return this.#release(call.name);
      case 'prepare':
        await this.#options.databases.prepare(call.request);
        return undefined;
      case 'end':
        this.#options.events.ended();
        return undefined;
      default:
        return assertNever(call);
    }
  }

  #greet(token: string): void {
    if (token !== this.#options.token) return void this.#socket.destroy();
    this.#state = 'greeted';
    this.#options.events.greeted();
  }

  async #acquire({ request }: Extract<Call, { method: 'acquire' }>): Promise<object> {
    const acquired = await this.#options.databases.acquire(request);
    const { database, url } = acquired;
    this.#acquired.set(database.name, acquired);
    if (this.#state === 'closed') await this.#drop(database.name);
    return { name: database.name, url };
  }

  /**
   * Ending a session that the test has left open would raise an error in its process, which would hide why the
   * test failed. So the database is dropped when the process ends.
   */
  async #release(name: string): Promise<Released> {
    const acquired = this.#acquired.get(name);
    if (acquired === undefined) return { openSessions: 0 };
    const openSessions = await untilClosed(acquired);
    if (openSessions === 0) await this.#drop(name);
    return { openSessions };
  }

  async #drop(name: string): Promise<void> {
    const acquired = this.#acquired.get(name);
    this.#acquired.delete(name);
    if (acquired) await this.#options.databases.release(acquired);
  }

  async #close(): Promise<void> {
    const wasGreeted = this.#state === 'greeted';
    this.#state = 'closed';
    const drops = [...this.#acquired.keys()].map((name) => this.#drop(name));
    await Promise.allSettled(drops);
    if (wasGreeted) this.#options.events.closed();
  }
}

async function untilClosed({ server, database }: TestDatabase): Promise<number> {
  const deadline = Date.now() + closingTime;
  for (;;) {
    const open = await server.countSessions(database);
    if (open === 0 || Date.now() > deadline) return open;
    await sleep(pause);
  }
}
