import { keepProcessState } from './contain-process.js';
import { outsideUserCode, UnawaitedFailure, UserCode, type UserCodeOptions } from './user-code.js';

/** A query that failed or was sent too late, and its position in the code. */
export interface SentQuery {
  readonly sql: string;
  /** Its stack begins in the code. */
  readonly site: Error;
}

/** An unawaited query failed. */
export class UnawaitedQuery extends Error {
  readonly sql: string;

  constructor(reason: Error, { sql, site }: SentQuery) {
    super(`a query that is not awaited failed: ${reason.message}`, { cause: reason });
    this.sql = sql;
    this.stack = site.stack ?? '';
  }
}

class SentTooLate extends Error {
  constructor(site: Error) {
    super('a query is not awaited: it was sent after the function had returned');
    this.stack = site.stack ?? '';
  }
}

/** User code that sends queries: they are waited for before it ends, whether or not it awaits them. */
export class QueryingCode {
  readonly #code: UserCode;
  readonly #pending = new Set<Promise<unknown>>();
  readonly #failed = new Map<unknown, SentQuery>();
  #state: 'before' | 'running' | 'ended' = 'before';

  constructor(options: UserCodeOptions) {
    this.#code = new UserCode(options);
  }

  /**
   * Runs `action` until all that it sent is answered.
   * @throws UnawaitedQuery when a query fails that nothing awaits
   */
  async run(action: () => unknown): Promise<void> {
    this.#state = 'running';
    const restoreProcess = keepProcessState();
    try {
      await this.#code.run(async () => {
        await action();
        await this.#settle();
      });
    } catch (error) {
      throw this.#explain(error);
    } finally {
      this.#state = 'ended';
      restoreProcess();
      await Promise.allSettled(this.#pending);
    }
  }

  /**
   * Sends a query: of the code, or of the tool's own on its behalf, which is passed on.
   * @throws what `send` throws
   */
  async send<T>(sql: string, send: () => Promise<T>): Promise<T> {
    if (this.#state !== 'running' && UserCode.current !== this.#code) return send();
    const site = new Error('sent here');
    if (this.#state === 'ended') {
      const error = new SentTooLate(site);
      this.#code.fail(error);
      throw error;
    }
    const sent = outsideUserCode(send);
    this.#pending.add(sent);
    try {
      return await sent;
    } catch (error) {
      this.#failed.set(error, { sql, site });
      throw error;
    } finally {
      this.#pending.delete(sent);
    }
  }

  /**
   * Waits until the code sends nothing more: code may continue after a response, and a failure is noticed in
   * the next turn.
   */
  async #settle(): Promise<void> {
    while (this.#pending.size > 0) {
      await Promise.allSettled(this.#pending);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #explain(error: unknown): unknown {
    if (!(error instanceof UnawaitedFailure)) return error;
    const { reason } = error;
    const query = this.#failed.get(reason);
    return query && reason instanceof Error ? new UnawaitedQuery(reason, query) : error;
  }
}
