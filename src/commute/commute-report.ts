import type { Difference } from '../catalog/model/diff.js';
import type { Kind } from '../catalog/model/object.js';
import type { Direction } from '../migrations/migration.js';

/** The migrations of the branch, or those that came to the main branch meanwhile. */
export type Side = 'branch' | 'main';

/** Where two orders were compared. */
export interface CommutePosition {
  /** The side that was applied first; the only one where `applied` has one side. */
  readonly applied: readonly [Side, ...Side[]];
  /** The sides that were rolled back afterwards, in order; empty after the ups. */
  readonly rolledBack: readonly Side[];
}

/** An object, or the rows of a table, that depends on the order. */
export interface CommuteObject {
  readonly kind: Kind | 'rows';
  /** Name as PostgreSQL prints it. */
  readonly name: string;
  /** `both`: both sides change it, and one of them fails. */
  readonly change: Difference['change'] | 'rows' | 'both';
  /** After the ups: with the main branch first. After a rollback: as if it had never been applied. */
  readonly expected: string | null;
  /** After the ups: with this branch first. After a rollback: what is there. */
  readonly actual: string | null;
}

export interface CommuteFailure {
  readonly migration: string;
  readonly direction: Direction;
  readonly message: string;
  /** SQLSTATE, where the server rejected a statement. */
  readonly code: string | null;
  readonly statement: string | null;
}

export interface CommuteFinding {
  readonly at: CommutePosition;
  readonly objects: readonly CommuteObject[];
  /** Set if a step failed there that succeeds elsewhere. */
  readonly error?: CommuteFailure;
}

export type CommuteVerdict =
  /** The branch adds no migrations, or none came to the main branch. */
  | 'nothing-to-compare'
  | 'commutes'
  /** Only the order of columns depends on the order. */
  | 'reorders-columns'
  | 'does-not-commute'
  /** A migration that both branches have fails. */
  | 'not-compared';

export interface CommuteReport {
  readonly verdict: CommuteVerdict;
  /** The branch that is compared with: `origin/main`. */
  readonly branch: string;
  /** Names of the migrations of each side, in order. */
  readonly own: readonly string[];
  readonly meanwhile: readonly string[];
  readonly findings: readonly CommuteFinding[];
  /** Parts that were not compared, with the reason. */
  readonly notes: readonly string[];
  readonly milliseconds: number;
}

/** Whether the report makes the exit code 1. */
export function isCommuteFinding(
  { verdict }: Pick<CommuteReport, 'verdict'>,
  { strict }: { readonly strict: 'on' | 'off' },
): boolean {
  if (verdict === 'reorders-columns') return strict === 'on';
  return verdict === 'does-not-commute' || verdict === 'not-compared';
}

export function verdictOf(findings: readonly CommuteFinding[]): CommuteVerdict {
  if (findings.length === 0) return 'commutes';
  const isMild = ({ error, objects }: CommuteFinding) =>
    error === undefined && objects.every(({ change }) => change === 'reordered');
  return findings.every(isMild) ? 'reorders-columns' : 'does-not-commute';
}
