import type pg from 'pg';
import { interrupted, stopIfInterrupted, type Interruption } from '../interruption.js';
import type { QueryResult, Session } from '../session.js';

export interface PgSessionOptions {
  readonly client: pg.Client;
  readonly pid: number;
  readonly interruption: Interruption;
  /** Asks the server, over another connection, to cancel what the backend with this pid runs. */
  readonly cancel: (pid: number) => Promise<void>;
}

/** A Session on a connected client of the `pg` package. */
export class PgSession implements Session {
  readonly pid: number;
  readonly #client: pg.Client;
  readonly #interruption: Interruption;
  readonly #onInterrupt: () => void;
  #lost: Error | undefined;

  constructor({ client, pid, interruption, cancel }: PgSessionOptions) {
    this.pid = pid;
    this.#client = client;
    this.#interruption = interruption;
    // When cancelling fails, closing the connection still ends the session.
    this.#onInterrupt = () => void cancel(pid).catch(() => client.end());
    interruption.addEventListener('abort', this.#onInterrupt, { once: true });
    // Without a listener a connection that breaks while idle would end the process.
    client.on('error', (error) => (this.#lost = error));
  }

  async query<Row extends object>(text: string, values?: readonly unknown[]): Promise<QueryResult<Row>> {
    stopIfInterrupted(this.#interruption);
    if (this.#lost) throw this.#lost;
    try {
      return lastResult<Row>(await this.#client.query<Row>(text, values && [...values]));
    } catch (error) {
      if (this.#interruption.aborted) throw interrupted(error);
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#interruption.removeEventListener('abort', this.#onInterrupt);
    await this.#client.end();
  }
}

/** Several statements in one text give an array of results. */
function lastResult<Row extends object>(
  result: pg.QueryResult<Row> | pg.QueryResult<Row>[],
): QueryResult<Row> {
  const last = Array.isArray(result) ? result.at(-1) : result;
  return { rows: last?.rows ?? [], rowCount: last?.rowCount ?? null };
}
