import { performance } from 'node:perf_hooks';
import type { QueryResult, Session } from '../../database/session.js';
import { partsOf } from '../../effects/sent-statements.js';
import type { Direction } from '../../migrations/migration.js';
import type { SendText, SentStatement } from '../../migrations/step.js';
import type { InsideStep } from '../../scratch-run/scratch-run.js';
import { changesRows } from '../../sql-text/row-changes.js';
import { bytesOf, readState, rowsBetween, type StepState, type Watched } from './relation-state.js';

/** One statement of a step, and what it did. */
export interface MeasuredStatement {
  readonly direction: Direction;
  readonly sql: string;
  readonly line: number | undefined;
  /** Of `performance.now()`. */
  readonly started: number;
  readonly ended: number;
  readonly rows: number;
  readonly walBytes: number;
  readonly temporaryBytes: number;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  /** The tables before and after it. */
  readonly before: StepState;
  readonly after: StepState;
}

/** `temporary file: path "base/pgsql_tmp/…", size 140000`: with `log_temp_files`, of files that were removed. */
const temporaryFile = /^temporary file: path .*, size (\d+)$/;

/** Sends the statements of a step one by one, and measures each. */
export class MeasuredStatements {
  readonly statements: MeasuredStatement[] = [];
  /** When the transaction of the step began, of `performance.now()`. */
  begun: number | undefined;
  readonly #direction: Direction;
  readonly #watched: Watched;
  #session: Session | undefined;
  #state: StepState | undefined;
  #temporaryBytes = 0;
  #endNotices: () => void = () => undefined;

  constructor(direction: Direction, watched: Watched) {
    this.#direction = direction;
    this.#watched = watched;
  }

  readonly inside: Pick<InsideStep, 'afterBegin' | 'around'> = {
    afterBegin: async (session) => {
      this.#session = session;
      this.begun = performance.now();
      await this.#reportTemporaryFiles(session);
      this.#state = await readState(session, this.#watched);
    },
    around: async (sent, send) => {
      const parts = partsOf(sent);
      let result: QueryResult<object> = { rows: [], rowCount: null };
      for (const sql of parts) {
        const part = parts.length === 1 ? send : () => send(sql);
        result = await this.#measure({ ...sent, sql }, part);
      }
      return result;
    },
  };

  close(): void {
    this.#endNotices();
  }

  get temporaryBytes(): number {
    return this.#temporaryBytes;
  }

  /** The server tells the client of each temporary file when it removes it; only a superuser may ask for that. */
  async #reportTemporaryFiles(session: Session): Promise<void> {
    this.#endNotices = session.onNotice((message) => {
      this.#temporaryBytes += Number(temporaryFile.exec(message)?.[1] ?? 0);
    });
    await session.query(
      `SELECT pg_catalog.set_config(s.name, s.value, false)
       FROM (VALUES ('log_temp_files', '0'), ('client_min_messages', 'log')) AS s (name, value)
       WHERE pg_catalog.current_setting('is_superuser') = 'on'`,
    );
  }

  async #measure(sent: SentStatement, send: SendText): Promise<QueryResult<object>> {
    const session = this.#session;
    const before = this.#state;
    if (!session || !before) return send();
    const temporaryBefore = this.#temporaryBytes;
    const started = performance.now();
    const result = await send();
    const ended = performance.now();
    const after = await readState(session, this.#watched);
    this.#state = after;
    this.statements.push({
      direction: this.#direction,
      sql: sent.sql,
      line: sent.line(),
      started,
      ended,
      rows: rowsOf(sent, result, rowsBetween(before, after)),
      walBytes: after.wal - before.wal,
      temporaryBytes: this.#temporaryBytes - temporaryBefore,
      bytesBefore: bytesOf(before),
      bytesAfter: bytesOf(after),
      before,
      after,
    });
    return result;
  }
}

/** The counters include what triggers wrote, but cover only an open transaction. */
function rowsOf(
  { sql, transaction }: SentStatement,
  { rowCount }: QueryResult<object>,
  counted: number,
): number {
  return transaction === 'one' ? counted : changesRows(sql) ? (rowCount ?? 0) : 0;
}
