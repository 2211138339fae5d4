import { serverNameOf } from '../../database/lock-modes.js';
import type { StepEffects, StatementEffects } from '../../effects/effects.js';
import { roundMilliseconds } from '../text/format-number.js';

/** The effects of one statement in `prove --locks --json` and `lint --json`; docs/json.md describes each field. */
export interface StatementResult extends Pick<
  StatementEffects,
  'sql' | 'rewrites' | 'scans' | 'indexes' | 'validated' | 'rows' | 'walBytes' | 'transaction'
> {
  readonly direction: 'up' | 'down';
  /** From 0 on. */
  readonly index: number;
  /** Line of the migration file; `null` if it is unknown. */
  readonly line: number | null;
  readonly milliseconds: number;
  /** From the beginning of the statement to the end of its transaction, when its locks are released. */
  readonly heldMilliseconds: number;
  /** `mode` is a name of pg_locks, such as `AccessExclusiveLock`. */
  readonly locks: readonly { readonly relation: string; readonly kind: string; readonly mode: string }[];
}

export function stepToJson(step: StepEffects | undefined): readonly StatementResult[] {
  return (step?.statements ?? []).map((statement) => {
    const { index, line, sql, milliseconds, locks, rewrites, scans, indexes, validated, rows, walBytes } =
      statement;
    return {
      direction: step?.direction ?? 'up',
      index,
      line: line ?? null,
      sql,
      milliseconds: roundMilliseconds(milliseconds),
      heldMilliseconds: roundMilliseconds(heldMilliseconds(step?.statements ?? [], statement)),
      locks: locks.map(({ relation, kind, mode }) => ({ relation, kind, mode: serverNameOf(mode) })),
      rewrites,
      scans,
      indexes,
      validated,
      rows,
      walBytes,
      transaction: statement.transaction,
    };
  });
}

/**
 * Milliseconds from the beginning of a statement to the end of its transaction: how long its locks would be held at
 * the speed of the scratch database.
 */
function heldMilliseconds(
  statements: readonly StatementEffects[],
  { index, milliseconds, transaction }: StatementEffects,
): number {
  if (transaction === 'none') return milliseconds;
  return statements.slice(index).reduce((sum, statement) => sum + statement.milliseconds, 0);
}
