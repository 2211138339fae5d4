import type { MigratedDatabaseOptions, ProjectRequest } from './options.js';

type DatabaseRequest = ProjectRequest<MigratedDatabaseOptions>;

/** A call to the provider: one line of JSON. */
export type Call =
  | { readonly method: 'greet'; readonly token: string }
  | { readonly method: 'acquire'; readonly request: DatabaseRequest }
  | { readonly method: 'release'; readonly name: string }
  /** Builds the template, so that the first `acquire` need not wait for it. */
  | { readonly method: 'prepare'; readonly request: DatabaseRequest }
  /** Stops the provider at once if this is its only connection. */
  | { readonly method: 'end' };

export type Method = Call['method'];

/** A database that the caller may use until it is released. */
export interface Lease {
  readonly name: string;
  readonly url: string;
}

export interface Released {
  /** Number of sessions that are still open; the database is then dropped when the connection ends. */
  readonly openSessions: number;
}

export interface Answers {
  readonly greet: null;
  readonly acquire: Lease;
  readonly release: Released;
  readonly prepare: null;
  readonly end: null;
}

/** An error in a form that can be sent. */
export interface SentError {
  readonly code: string;
  readonly message: string;
  readonly remedy: string | undefined;
}

export type Answer =
  { readonly id: number; readonly result: unknown } | { readonly id: number; readonly error: SentError };

export type NumberedCall = Call & { readonly id: number };
