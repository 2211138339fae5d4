/** The result of one statement. */
export interface QueryResult<Row> {
  readonly rows: readonly Row[];
  /** Rows affected or returned; `null` for statements that report none. */
  readonly rowCount: number | null;
}

/** A statement with its parameters, in the form that the `pg` package takes. */
export interface Statement {
  readonly text: string;
  readonly values?: readonly unknown[];
  readonly rowMode?: 'array';
  /** Prepares the statement under this name, once per session. */
  readonly name?: string;
}

/** Takes a chunk of data; the next one comes when it is done. */
export type CopySink = (chunk: Buffer) => Promise<void> | void;

/**
 * One connection to one database: statements on it run one after the other, and share
 * transaction, settings and temporary tables.
 */
export interface Session {
  /** Process id of the server's backend. */
  readonly pid: number;
  /** Aborted, with the reason, when the connection breaks or the user wants to stop. */
  readonly ending: AbortSignal;
  /**
   * Runs a statement; without `values`, several statements separated by `;` are allowed and
   * the last result is returned.
   * @throws the driver's error, with its SQLSTATE in `code`, when the server refuses it
   */
  query<Row extends object = Record<string, unknown>>(
    statement: string | Statement,
    values?: readonly unknown[],
  ): Promise<QueryResult<Row>>;
  /**
   * Runs `COPY … TO STDOUT` and hands over what the server sends, chunk by chunk; a chunk may end
   * within a line. When the sink throws, the statement is cancelled and its error passed on.
   * @returns the number of rows
   */
  copyTo(statement: string, sink: CopySink): Promise<number>;
  /**
   * Runs `COPY … FROM STDIN` with the chunks of `source`; when that throws, the statement fails.
   * @returns the number of rows
   */
  copyFrom(statement: string, source: AsyncIterable<Buffer>): Promise<number>;
  /**
   * Resets the session: drops temporary tables, settings, prepared statements and session locks (manual,
   * DISCARD).
   */
  reset(): Promise<void>;
  /** Statements that give the session its own settings again, after `RESET ALL`; separated by `;`. */
  readonly ownSettings: string;
  /** Runs several statements in one message, without values, and returns the result of each. */
  script(statements: string): Promise<readonly QueryResult<Record<string, unknown>>[]>;
  /** Calls `listener` with each message of the server that is no error; returns what ends that. */
  onNotice(listener: (message: string) => void): () => void;
  /** Drops prepared statements, and lets the driver know. */
  deallocate(names: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export interface SessionOptions {
  /** Milliseconds that a statement waits for a lock; 0 waits for ever. */
  readonly lockTimeout?: number;
  /** Milliseconds that a statement may run; 0 is unlimited. */
  readonly statementTimeout?: number;
  /** Milliseconds that a transaction may wait for the next statement; 0 is unlimited, the server's own unless given. */
  readonly idleInTransactionTimeout?: number;
  /** `on` sends a query before the one ahead of it is answered; for sessions with many small ones. */
  readonly pipelining?: 'on' | 'off';
  /** `none` where the session runs nothing but the tool's own queries: no operator of a user is found then. */
  readonly searchPath?: 'none' | 'default';
  /** Signal that aborts the session's work; default: that of the database. */
  readonly signal?: AbortSignal;
  /** Signal that aborts the attempt to connect, and nothing after it. */
  readonly connecting?: AbortSignal;
}

/** The server as named in messages and reports. */
export interface ServerInfo {
  /** Version as printed by PostgreSQL, without the packager's suffix: `18.4`. */
  readonly version: string;
  /** Major version: 18. */
  readonly major: number;
  readonly kind: 'server' | 'embedded';
}

/** One database on one server: a port with a server and an embedded adapter. */
export interface Database {
  readonly server: ServerInfo;
  /** The database's name. */
  readonly name: string;
  /** `host:port/name`, never with a password. */
  readonly label: string;
  connect(options?: SessionOptions): Promise<Session>;
  /** Returns another database of the same server. */
  sibling(name: string): Database;
}
