import { subject, withoutConsequences, type Difference } from '../../catalog/model/diff.js';
import { isPrinted } from './change-lines.js';
import { countOf } from './plural.js';

const signs = { left: '+', missing: '-', changed: '~', reordered: '~' } as const;

/** `+1 table, -2 columns, ~1 index`, without changes that follow from a larger one; empty if there is none. */
export function changeCounts(differences: readonly Difference[]): string {
  const counts = new Map<string, number>();
  for (const difference of withoutConsequences(differences).filter(isPrinted)) {
    const key = `${signs[difference.change]}${subject(difference).kind}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, number]) => `${key.slice(0, 1)}${countOf(number, key.slice(1))}`).join(', ');
}
