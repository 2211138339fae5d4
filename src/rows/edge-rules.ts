import type { EdgeClass } from './edge-value.js';

/** Which edge values generated rows may hold. */
export interface EdgeRules {
  readonly classes: ReadonlySet<EdgeClass>;
  /** Whether a value that no key forbids comes more than once. */
  readonly duplicates: 'some' | 'none';
  /** Columns that get a value in every row, as `public.users.email`, without quotes. */
  readonly filled: ReadonlySet<string>;
}

export const allEdges: EdgeRules = {
  classes: new Set(['absent', 'odd', 'extreme']),
  duplicates: 'some',
  filled: new Set(),
};

/** A few rows that differ from each other, and nothing else. */
export const noEdges: EdgeRules = { classes: new Set(), duplicates: 'none', filled: new Set() };

export function hasEdges({ classes, duplicates }: EdgeRules): boolean {
  return classes.size > 0 || duplicates === 'some';
}
