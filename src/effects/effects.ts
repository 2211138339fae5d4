import type { LockMode } from '../database/lock-modes.js';
import type { Step } from '../migrations/step.js';

/** The lock of a statement on a relation that other sessions can use. */
export interface RelationLock {
  readonly oid: string;
  /** Name with its schema, quoted where SQL requires it. */
  readonly relation: string;
  readonly kind:
    'table' | 'partitioned table' | 'materialized view' | 'view' | 'foreign table' | 'index' | 'sequence';
  readonly mode: LockMode;
}

export interface ChangedRows {
  readonly relation: string;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

/** One statement of a step, as it ran on a scratch database. */
export interface StatementEffects {
  /** Position in the step, from 0 on; statements of one `pgm.sql` text have numbers of their own. */
  readonly index: number;
  /** Number of the text as the migration sends it: several statements of one text share it. */
  readonly text: number;
  /** Line of the migration file, where it is known. */
  readonly line: number | undefined;
  readonly sql: string;
  readonly milliseconds: number;
  /**
   * Locks on relations that existed before the step, each with the strongest mode that this statement took beyond
   * those that the transaction held before.
   */
  readonly locks: readonly RelationLock[];
  /** Tables and materialized views with rows in a new file: rewritten or truncated. */
  readonly rewrites: readonly string[];
  /** Tables that were read from beginning to end. */
  readonly scans: readonly string[];
  /** Indexes that were built on tables that existed before the step, as `index on table`. */
  readonly indexes: readonly string[];
  /** Constraints that were validated, as `constraint on table`. */
  readonly validated: readonly string[];
  readonly rows: readonly ChangedRows[];
  /** Bytes of the write-ahead log. */
  readonly walBytes: number;
  /** `none` where the statement took effect by itself. */
  readonly transaction: 'one' | 'none';
}

export interface StepEffects extends Step {
  readonly statements: readonly StatementEffects[];
  /** Relations that existed before the step, by name, with their number of rows on the scratch database. */
  readonly existed: ReadonlySet<string>;
  readonly milliseconds: number;
}
