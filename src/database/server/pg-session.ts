import { setMaxListeners } from 'node:events';
import type pg from 'pg';
import { interrupted, stopIfInterrupted } from '../interruption.js';
import { quoteIdentifier } from '../quote.js';
import type { CopySink, QueryResult, Session, Statement } from '../session.js';
import type * as PgCopy from './pg-copy.js';
import type { WatchedConnection } from './silence.js';
import { closeClient, socketOf } from './socket-of.js';

export interface PgSessionOptions {
  readonly client: pg.Client;
  readonly pid: number;
  readonly signal: AbortSignal;
  /** Asks the server, over another connection, to cancel what the backend with this pid runs. */
  readonly cancel: (pid: number) => Promise<void>;
  readonly ownSettings: string;
  readonly pipelining: 'on' | 'off';
  /** Notices a server that falls silent; missing through a pooler. */
  readonly watched: WatchedConnection | undefined;
}

/** Fields of the driver's connection that its types omit. */
interface Preparing {
  readonly connection: { parsedStatements: Record<string, string> };
}

interface Answering {
  readonly connection: NodeJS.EventEmitter;
}

/**
 * Adds to each error how many statements of its text were executed before: one CommandComplete each,
 * until ReadyForQuery (manual, 53.2.2.1). The server does not say otherwise which one of several failed.
 */
function noteCompleted(client: pg.Client): void {
  const { connection } = client as pg.Client & Answering;
  let completed = 0;
  connection.on('readyForQuery', () => {
    completed = 0;
  });
  connection.on('commandComplete', () => {
    completed += 1;
  });
  connection.on('errorMessage', (error: object) => {
    Object.assign(error, { completed });
  });
}

/** A Session on a connected client of the `pg` package. */
export class PgSession implements Session {
  readonly pid: number;
  readonly ending: AbortSignal;
  readonly #client: pg.Client;
  readonly ownSettings: string;
  readonly #pipelining: 'on' | 'off';
  readonly #signal: AbortSignal;
  readonly #cancel: () => Promise<void>;
  readonly #onInterrupt: () => void;
  readonly #watched: WatchedConnection | undefined;
  #lost: Error | undefined;
  /** Settled when the last query is; without pipelining the next one waits for it. */
  #last: Promise<unknown> = Promise.resolve();

  constructor({ client, pid, signal, cancel, ownSettings, pipelining, watched }: PgSessionOptions) {
    this.pid = pid;
    this.#watched = watched;
    this.#client = client;
    this.ownSettings = ownSettings;
    this.#pipelining = pipelining;
    this.#signal = signal;
    // When cancelling fails, closing the connection still ends the session.
    this.#cancel = () => cancel(pid);
    const ending = new AbortController();
    this.ending = ending.signal;
    if (signal.aborted) ending.abort(interrupted());
    this.#onInterrupt = () => {
      ending.abort(interrupted());
      void cancel(pid).catch(() => client.end());
    };
    // As many listeners as sessions are no leak.
    setMaxListeners(0, signal);
    signal.addEventListener('abort', this.#onInterrupt, { once: true });
    noteCompleted(client);
    // Without a listener a connection that breaks while idle would end the process. The server's own
    // reason comes first, and that the connection is closed behind it.
    client.on('error', (error) => {
      this.#lost ??= error;
      ending.abort(this.#lost);
    });
  }

  async query<Row extends object>(
    statement: string | Statement,
    values?: readonly unknown[],
  ): Promise<QueryResult<Row>> {
    return this.#guarded(async () => lastResult(await this.#send<Row>(toConfig(statement, values))));
  }

  async script(statements: string): Promise<readonly QueryResult<Record<string, unknown>>[]> {
    return this.#guarded(async () =>
      [await this.#send<Record<string, unknown>>({ text: statements })].flat(),
    );
  }

  copyTo(statement: string, sink: CopySink): Promise<number> {
    return this.#copy(({ copyOut }) => copyOut(statement, sink, this.#copying));
  }

  copyFrom(statement: string, source: AsyncIterable<Buffer>): Promise<number> {
    return this.#copy(({ copyIn }) => copyIn(statement, source, this.#copying));
  }

  /** Most commands copy nothing, and do without the streams for it. */
  #copy(action: (streams: typeof PgCopy) => Promise<number>): Promise<number> {
    return this.#guarded(() => this.#inTurn(async () => action(await import('./pg-copy.js'))));
  }

  get #copying(): PgCopy.Copying {
    return { client: this.#client, cancel: this.#cancel, signal: this.#signal };
  }

  async #guarded<T>(action: () => Promise<T>): Promise<T> {
    stopIfInterrupted(this.#signal);
    if (this.#lost) throw this.#lost;
    try {
      return await (this.#watched ? this.#watched.during(action) : action());
    } catch (error) {
      if (this.#signal.aborted) throw interrupted(error);
      throw error;
    }
  }

  #send<Row extends object>(config: pg.QueryConfig): Promise<pg.QueryResult<Row>> {
    if (this.#pipelining === 'on') {
      this.#writeTogether();
      return this.#client.query<Row>(config);
    }
    return this.#inTurn(() => this.#client.query<Row>(config));
  }

  /** Writes all statements sent in the same turn together, which costs both sides less. */
  #writeTogether(): void {
    const socket = socketOf(this.#client);
    if (socket.writableCorked > 0) return;
    socket.cork();
    process.nextTick(() => {
      socket.uncork();
    });
  }

  #inTurn<T>(action: () => Promise<T>): Promise<T> {
    const result = this.#last.then(action);
    this.#last = result.catch(() => undefined);
    return result;
  }

  async reset(): Promise<void> {
    const discarded = this.query('DISCARD ALL');
    // The driver goes on believing in the statements that were prepared.
    (this.#client as pg.Client & Preparing).connection.parsedStatements = {};
    await Promise.all([discarded, this.query(this.ownSettings)]);
  }

  onNotice(listener: (message: string) => void): () => void {
    const onNotice = ({ message = '' }: { readonly message?: string | undefined }) => {
      listener(message);
    };
    this.#client.on('notice', onNotice);
    return () => this.#client.off('notice', onNotice);
  }

  async deallocate(names: readonly string[]): Promise<void> {
    const { connection } = this.#client as pg.Client & Preparing;
    const known = Object.entries(connection.parsedStatements).filter(([name]) => !names.includes(name));
    connection.parsedStatements = Object.fromEntries(known);
    await this.query(names.map((name) => `DEALLOCATE ${quoteIdentifier(name)}`).join('; '));
  }

  async close(): Promise<void> {
    this.#signal.removeEventListener('abort', this.#onInterrupt);
    await closeClient(this.#client);
  }
}

/** Values stay out where there are none: with them, the server takes one statement only. */
function toConfig(statement: string | Statement, values: readonly unknown[] | undefined): pg.QueryConfig {
  const config = typeof statement === 'string' ? { text: statement } : statement;
  const all = values ?? config.values;
  return { ...config, ...(all === undefined ? {} : { values: [...all] }) } as pg.QueryConfig;
}

/** Several statements in one text give an array of results. */
function lastResult<Row extends object>(
  result: pg.QueryResult<Row> | pg.QueryResult<Row>[],
): QueryResult<Row> {
  const last = Array.isArray(result) ? result.at(-1) : result;
  return last ?? { rows: [], rowCount: null };
}
