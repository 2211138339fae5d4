import { UsageError } from '../errors.js';
import type { Target } from '../migrations/plan.js';

/** `3` is a count, unless it is too long for one: then it is the number of a migration. */
export function parseTarget(wanted: string): Target {
  if (!/^-?\d{1,9}$/.test(wanted)) return { kind: 'through', name: wanted };
  const count = Number(wanted);
  if (count >= 1) return { kind: 'count', count };
  throw new UsageError(`${wanted} is not a valid number of migrations`, {
    remedy: 'Give 1 or more.',
  });
}
