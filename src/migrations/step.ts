import type { MigrationsConfig } from '../config/config.js';
import type { QueryResult, Session } from '../database/session.js';
import type { Direction, Migration } from './migration.js';

/** One migration in one direction: what the prover, the live runner and the tracer observe. */
export interface Step {
  readonly migration: Migration;
  readonly direction: Direction;
}

export interface ObservedStatement {
  readonly sql: string;
  readonly milliseconds: number;
}

export interface StepResult extends Step {
  readonly statements: readonly ObservedStatement[];
  /** From before BEGIN until after COMMIT. */
  readonly milliseconds: number;
  /** `none` for a non-transactional migration (`pgm.noTransaction()`). */
  readonly transaction: 'one' | 'none';
}

export interface StepOptions {
  readonly session: Session;
  readonly config: MigrationsConfig;
  /** The statement that opens the transaction; `BEGIN` unless given. */
  readonly begin?: string;
  /** Runs inside the transaction before the first statement; what it throws ends it. */
  readonly afterBegin?: (session: Session) => Promise<void>;
  /** Runs inside the transaction before the first statement of each of its steps. */
  readonly beforeStep?: (session: Session, step: Step) => Promise<void>;
  /** Runs inside the transaction before it commits; what it throws rolls the step back. */
  readonly beforeCommit?: (session: Session, soFar: StepResult) => Promise<void>;
  /** Sees each statement before it runs; what it throws stops the step. */
  readonly beforeStatement?: (sql: string, transaction: 'one' | 'none') => void;
  /** Sends each statement in place of the session, to observe its effects. */
  readonly around?: (sent: SentStatement, send: SendText) => Promise<QueryResult<object>>;
  /** For steps on a database that people use. */
  readonly live?: LiveHooks;
}

/** A text that a step sends: one statement, or several without values. */
export interface SentStatement {
  readonly sql: string;
  readonly values: readonly unknown[] | undefined;
  readonly transaction: 'one' | 'none';
  /** The line of the call in the migration file that added the text, where it is known. */
  readonly line: () => number | undefined;
}

/** Sends the whole text, or a part of it. */
export type SendText = (sql?: string) => Promise<QueryResult<object>>;

/** Place among the statements that run without a transaction, from 0 on. */
export interface LocatedStatement {
  readonly sql: string;
  readonly number: number;
}

/** Hooks around statements that run outside of a transaction. An error stops the step. */
export interface LiveHooks {
  /** Called when the migration leaves its transaction; nothing has taken effect yet. */
  leaveTransaction(): Promise<void>;
  /** Sends a statement, again where it took no effect, or not at all where an earlier attempt ran it. */
  place(statement: LocatedStatement, send: () => Promise<void>): Promise<'ran' | 'skipped'>;
}

/** Thrown by a hook: it rolls the step back, and reaches the caller as it is. */
export class StepStopped extends Error {}
