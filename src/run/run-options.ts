import type { Config } from '../config/config.js';
import type { LockWaitNote } from '../database/lock-wait-note.js';
import type { Database } from '../database/session.js';
import type { BlockingSession } from '../errors.js';
import type { Direction } from '../migrations/migration.js';
import type { Step, StepResult } from '../migrations/step.js';
import type { AcceptedTraces, Allowance } from './allowance.js';
import type { DataSink } from './save-data.js';
import type { RollbackFinding } from './rollback-finding.js';

/** What the caller is told while migrations run. */
export interface RunObserver {
  started(step: Step): void;
  finished(result: StepResult): void;
  /** Something that is no result, but worth knowing. */
  noted?(note: RunNote): void;
}

export type RunNote =
  /** These are rolled back on a scratch database first. */
  | { readonly kind: 'rehearsing'; readonly names: readonly string[] }
  | ({ readonly kind: 'retrying'; readonly name: string } & Retry)
  | LockWaitNote
  /** Without a history nothing tells what the rollback should have brought back. */
  | { readonly kind: 'not-verified'; readonly name: string }
  /** The order of columns is not what it was, which PostgreSQL cannot bring back. */
  | { readonly kind: 'reordered'; readonly finding: RollbackFinding }
  /** Committed all the same, because that was asked for, or because it could not be taken back. */
  | { readonly kind: 'left-traces'; readonly finding: RollbackFinding; readonly why: 'accepted' | 'too-late' }
  /** What a step left in the session, which the next one does not find. */
  | {
      readonly kind: 'session-state';
      readonly name: string;
      readonly direction: Direction;
      readonly left: readonly string[];
    }
  /** What others had added to objects that the down dropped. */
  | { readonly kind: 'went-along'; readonly finding: RollbackFinding }
  | { readonly kind: 'invalid-indexes'; readonly names: readonly string[] }
  /** While statements ran without a transaction: `table public.a`. They are not taken for the step's. */
  | { readonly kind: 'changed-by-others'; readonly names: readonly string[] }
  | { readonly kind: 'down-edited'; readonly names: readonly string[] };

export interface Retry {
  /** The one that failed, from 1 on. */
  readonly attempt: number;
  /** Milliseconds until the next one. */
  readonly pause: number;
  readonly reason: 'lock timeout' | 'deadlock';
  /** Sessions that blocked it, as far as they were seen. */
  readonly blockedBy: readonly BlockingSession[];
}

/** What a run is careful about; each can be let go. */
export interface RunGuards {
  /** `off`: nothing is recorded, and no rollback verified. */
  readonly history?: 'on' | 'off';
  /** Rollbacks that are not exact and are committed all the same. */
  readonly traces?: AcceptedTraces;
  /** What others added to objects that a down drops: it goes along, unless that is refused. */
  readonly added?: Allowance['added'];
  /** Applied migrations whose file is not what ran. */
  readonly edited?: 'refused' | 'allowed';
  /** Applied migrations whose file is gone. */
  readonly missing?: 'refused' | 'allowed';
  readonly baseline?: 'kept' | 'undone';
  /** `history` rolls back with the file as it was applied, where it is gone or was edited. */
  readonly source?: 'files' | 'history';
  /** Go on after the last statement that a broken-off step without a transaction completed. */
  readonly resume?: 'on' | 'off' | 'restart';
  /** How often a step is tried again that waited too long for a lock. */
  readonly lockRetries?: number;
}

export interface RunOptions extends RunGuards {
  readonly database: Database;
  readonly config: Config;
  readonly signal: AbortSignal;
  readonly observer: RunObserver;
  /** `record` writes the bookkeeping alone, as node-pg-migrate's `--fake`. */
  readonly mode: 'run' | 'record';
  readonly clock?: Clock;
  /** Keeps what rollbacks destroy; then a range of them is one transaction. */
  readonly sink?: DataSink;
}

/** What waiting needs, so that tests need not wait. */
export interface Clock {
  /** Waits so many milliseconds, or until the user wants to stop. */
  pause(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** From 0 up to, but without, 1. */
  random(): number;
}
