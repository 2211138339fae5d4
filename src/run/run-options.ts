import type { Config } from '../config/config.js';
import type { LockWaitNote } from '../database/lock-wait-note.js';
import type { Database } from '../database/session.js';
import type { BlockingSession } from '../errors.js';
import type { Direction } from '../migrations/migration.js';
import type { Step, StepResult } from '../migrations/step.js';
import type { AcceptedTraces, Allowance } from './allowance.js';
import type { KeepSetting } from './keep-setting.js';
import type { DataSink } from './save-data.js';
import type { KeptByStep } from './step-keeping.js';
import type { RollbackFinding } from './rollback-finding.js';

/** Callbacks that report progress while migrations run. */
export interface RunObserver {
  started(step: Step): void;
  finished(result: StepResult): void;
  /** Reports notable events that are not results. */
  noted?(note: RunNote): void;
}

export type RunNote =
  /** These migrations are rolled back on a scratch database first. */
  | { readonly kind: 'rehearsing'; readonly names: readonly string[] }
  | ({ readonly kind: 'retrying'; readonly name: string } & Retry)
  | LockWaitNote
  /** Without a history, the state that the rollback should have restored is not known. */
  | { readonly kind: 'not-verified'; readonly name: string }
  /** The order of columns differs from before the up; PostgreSQL cannot restore it. */
  | { readonly kind: 'reordered'; readonly finding: RollbackFinding }
  /** Committed although not exact, because that was accepted, or because it could not be rolled back any more. */
  | { readonly kind: 'left-traces'; readonly finding: RollbackFinding; readonly why: 'accepted' | 'too-late' }
  /** State that a step left in the session, and that the next step does not get. */
  | {
      readonly kind: 'session-state';
      readonly name: string;
      readonly direction: Direction;
      readonly left: readonly string[];
    }
  /** Objects that others had added to what the down dropped. */
  | { readonly kind: 'went-along'; readonly finding: RollbackFinding }
  /** A step kept what it destroyed, or restored what its inverse kept. */
  | ({ readonly kind: 'kept' } & KeptByStep)
  /** Data of these entries is not restored: without a history, or because of --no-keep. */
  | {
      readonly kind: 'not-restored';
      readonly name: string;
      readonly why: 'no history' | 'no keep';
      readonly entries: readonly number[];
    }
  | { readonly kind: 'invalid-indexes'; readonly names: readonly string[] }
  /**
   * Objects such as `table public.a` that others changed while statements ran without a transaction. These
   * changes are not attributed to the step.
   */
  | { readonly kind: 'changed-by-others'; readonly names: readonly string[] }
  | { readonly kind: 'down-edited'; readonly names: readonly string[] }
  /** A squashed migration was recorded in place of `count` applied ones, without running. */
  | { readonly kind: 'squashed'; readonly name: string; readonly count: number };

export interface Retry {
  /** Number of the failed attempt, from 1 on. */
  readonly attempt: number;
  /** Milliseconds until the next attempt. */
  readonly pause: number;
  readonly reason: 'lock timeout' | 'deadlock';
  /** Sessions that were seen to block it. */
  readonly blockedBy: readonly BlockingSession[];
}

/** Safety checks of a run; each can be disabled. */
export interface RunGuards {
  /** `off`: nothing is recorded, and no rollback is verified. */
  readonly history?: 'on' | 'off';
  /** Traces with which an inexact rollback is committed. */
  readonly traces?: AcceptedTraces;
  /** Objects that others added to what a down drops: they are dropped with it, unless that is refused. */
  readonly added?: Allowance['added'];
  /** Applied migrations whose file was edited since. */
  readonly edited?: 'refused' | 'allowed';
  /** Applied migrations whose file is missing. */
  readonly missing?: 'refused' | 'allowed';
  readonly baseline?: 'kept' | 'undone';
  /** `history` rolls back with the recorded source of migrations whose file is missing or was edited. */
  readonly source?: 'files' | 'history';
  /** `on` resumes an interrupted step without a transaction after the last statement that it completed. */
  readonly resume?: 'on' | 'off' | 'restart';
  /** Number of retries after a lock timeout. */
  readonly lockRetries?: number;
}

export interface RunOptions extends RunGuards {
  readonly database: Database;
  readonly config: Config;
  readonly signal: AbortSignal;
  readonly observer: RunObserver;
  /** `record` writes only the bookkeeping, like node-pg-migrate's `--fake`. */
  readonly mode: 'run' | 'record';
  readonly clock?: Clock;
  /** Whether steps keep what they destroy; default: they restore what their inverses kept. */
  readonly keep?: KeepSetting;
  /** Writes the data that rollbacks destroy; the whole range is then one transaction. */
  readonly sink?: DataSink;
}

/** Source of pauses and random numbers, replaced in tests so that they need not wait. */
export interface Clock {
  /** Waits for a number of milliseconds, or until the signal is aborted. */
  pause(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Returns a number from 0 (inclusive) to 1 (exclusive). */
  random(): number;
}
