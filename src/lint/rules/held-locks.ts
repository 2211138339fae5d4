import { isStronger } from '../../database/lock-modes.js';
import type { ExpectedLock } from '../expected/locks.js';
import type { StepScene } from './rule.js';

/**
 * A lock that blocks writes to a table, taken by an earlier statement of the same transaction and still held at the
 * action in this place.
 */
export function heldLockBefore({ actions, transaction }: StepScene, place: number): ExpectedLock | undefined {
  const current = actions[place];
  if (transaction === 'none' || !current) return undefined;
  const earlier = actions.slice(0, place).filter(({ statement }) => statement !== current.statement);
  const locks = earlier.flatMap((one) => one.locks);
  return (
    locks.find(({ mode }) => mode === 'ACCESS EXCLUSIVE') ??
    locks.find(({ mode }) => isStronger(mode, 'SHARE UPDATE EXCLUSIVE'))
  );
}
