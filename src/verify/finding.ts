import type { Kind } from '../catalog/model/object.js';
import type { IgnoreRule } from './ignore-rules.js';

/**
 * How an object differs. `expected` is what the migrations say, or what the other database has;
 * `actual` is what the live database has.
 */
export type Change = 'missing' | 'extra' | 'different' | 'reordered';

/** One object that is not the same on both sides, without what follows from a larger one. */
export interface Finding {
  readonly kind: Kind;
  readonly name: string;
  readonly change: Change;
  /** In words; `null` where there is none. */
  readonly expected: string | null;
  readonly actual: string | null;
  /** SQL that takes this difference away; `null` where PostgreSQL offers no exact way. */
  readonly repair: Repairs<string | null>;
}

/** SQL in both directions. */
export interface Repairs<T> {
  /** To run on the live database, so that it becomes what is expected. */
  readonly database: T;
  /** To write in a migration, or to run on the other database, so that the live one is what is expected. */
  readonly expectation: T;
}

/** A difference that the migrations of another project make. */
export interface OthersFinding extends Pick<Finding, 'kind' | 'name' | 'change'> {
  /** The migrations table of that project. */
  readonly table: string;
}

export interface IgnoredFinding extends Pick<Finding, 'kind' | 'name' | 'change'> {
  readonly rule: IgnoreRule;
}
