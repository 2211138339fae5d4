import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { ConnectionSettings } from '../../config/connection.js';
import { DatabaseError } from '../../errors.js';
import { readBackendState, type BackendState } from './look-at-backend.js';
import { socketOf } from './socket-of.js';

/** How long a server may be silent, in milliseconds. */
export interface Timeouts {
  /** While it owes an answer, before it is looked at over a second connection. */
  readonly silence: number;
  /** For that connection, and for its answer. */
  readonly check: number;
  /** Pause between two checks. */
  readonly pause: number;
}

/**
 * Values for networks that may be slow, on which a statement may run for hours: a silent connection is closed
 * after a minute.
 */
export const defaultTimeouts: Timeouts = { silence: 30_000, check: 15_000, pause: 1_000 };

/** Looks in a row that must find no life. */
const checks = 2;

/**
 * Detects that a server has stopped responding, which TCP does not: a device in between may hold the connection
 * open for hours (a firewall that forgot it, a proxy that hangs). All connections of a database share one,
 * because they share the network path.
 */
export class SilenceMonitor {
  readonly #connection: ConnectionSettings;
  readonly #timeouts: Timeouts;
  readonly #clients = new Set<pg.Client>();
  #lost: DatabaseError | undefined;

  constructor(connection: ConnectionSettings, timeout: Timeouts) {
    this.#connection = connection;
    this.#timeouts = timeout;
  }

  /** @throws DatabaseError when the server was found silent */
  assertNotLost(): void {
    if (this.#lost) throw this.#lost;
  }

  watch(client: pg.Client, pid: number): WatchedConnection {
    this.#clients.add(client);
    client.once('end', () => this.#clients.delete(client));
    return new WatchedConnection(client, this.#timeouts, {
      check: () => readBackendState(this.#connection, { pid, timeout: this.#timeouts.check }),
      giveUp: (backendState) => {
        this.#giveUp(client, backendState);
      },
    });
  }

  #giveUp(client: pg.Client, backendState: BackendState): void {
    const error = backendState === 'silent' ? silent(this.#connection) : lostAnswer(this.#connection);
    if (backendState !== 'silent') {
      socketOf(client).destroy(error);
      return;
    }
    this.#lost = error;
    for (const one of this.#clients) socketOf(one).destroy(error);
  }
}

const remedy =
  'The network, or a proxy, does not deliver the responses of the server. The server rolls back what was not ' +
  'committed when it notices the lost connection. Check with roundtrip status what was applied, then run again.';

function silent({ host, port }: ConnectionSettings): DatabaseError {
  return new DatabaseError(
    `the server at ${host}:${port} stopped responding, also on a new connection; the connection was closed`,
    { remedy },
  );
}

function lostAnswer({ host, port }: ConnectionSettings): DatabaseError {
  return new DatabaseError(
    `the server at ${host}:${port} has sent a response that did not arrive; the connection was closed`,
    { remedy },
  );
}

interface MonitorContext {
  check(): Promise<BackendState>;
  giveUp(backendState: BackendState): void;
}

/** One connection; it is watched only while the server owes an answer. */
export class WatchedConnection {
  readonly #client: pg.Client;
  readonly #timeouts: Timeouts;
  readonly #context: MonitorContext;
  #owed = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(client: pg.Client, timeout: Timeouts, context: MonitorContext) {
    this.#client = client;
    this.#timeouts = timeout;
    this.#context = context;
  }

  async during<T>(action: () => Promise<T>): Promise<T> {
    this.#owed += 1;
    if (this.#owed === 1) this.#listen();
    try {
      return await action();
    } finally {
      this.#owed -= 1;
      if (this.#owed === 0) this.#rest();
    }
  }

  #rest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #listen(): void {
    const moved = this.#moved;
    const timer = setTimeout(() => void this.#check({ moved, timer }), this.#timeouts.silence);
    this.#timer = timer;
  }

  async #check(since: { readonly moved: number; readonly timer: NodeJS.Timeout }): Promise<void> {
    const isStill = () => this.#timer === since.timer && this.#moved === since.moved;
    let backendState: BackendState = 'works';
    for (let check = 0; check < checks && isStill(); check += 1) {
      if (check > 0) await sleep(this.#timeouts.pause);
      backendState = await this.#context.check();
      if (backendState === 'works') break;
    }
    if (isStill() && backendState !== 'works') this.#context.giveUp(backendState);
    else if (this.#timer === since.timer) this.#listen();
  }

  /** Bytes in both directions: rows that are copied in are an answer that is being prepared. */
  get #moved(): number {
    const { bytesRead, bytesWritten } = socketOf(this.#client);
    return bytesRead + bytesWritten;
  }
}
