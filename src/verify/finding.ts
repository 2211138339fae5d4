import type { Kind } from '../catalog/model/object.js';
import type { IgnoreRule } from './ignore-rules.js';

/**
 * The kind of a difference between the expected state, of the migrations or of the other database, and the
 * actual state of the live database.
 */
export type Change = 'missing' | 'extra' | 'different' | 'reordered';

/** One object that differs, unless the difference follows from a larger one. */
export interface Finding {
  readonly kind: Kind;
  readonly name: string;
  readonly change: Change;
  /** A description; `null` where there is no object. */
  readonly expected: string | null;
  readonly actual: string | null;
  /** SQL that removes this difference; `null` where PostgreSQL offers no exact way. */
  readonly repair: Repairs<string | null>;
}

/** SQL in both directions. */
export interface Repairs<T> {
  /** SQL to run on the live database, which then equals the expected state. */
  readonly database: T;
  /**
   * SQL for a new migration, or to run on the other database, so that the expected state equals the live
   * database.
   */
  readonly expectation: T;
}

/** A difference that the migrations of another project cause. */
export interface OthersFinding extends Pick<Finding, 'kind' | 'name' | 'change'> {
  /** The migrations table of that project. */
  readonly table: string;
}

export interface IgnoredFinding extends Pick<Finding, 'kind' | 'name' | 'change'> {
  readonly rule: IgnoreRule;
}
