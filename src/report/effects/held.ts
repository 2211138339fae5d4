import type { StatementEffects } from '../../effects/effects.js';

/**
 * Milliseconds from the beginning of a statement to the end of its transaction: how long its locks would be held at
 * the speed of the scratch database.
 */
export function heldMilliseconds(
  statements: readonly StatementEffects[],
  { index, milliseconds, transaction }: StatementEffects,
): number {
  if (transaction === 'none') return milliseconds;
  return statements.slice(index).reduce((sum, statement) => sum + statement.milliseconds, 0);
}
