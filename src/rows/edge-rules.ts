import type { EdgeClass } from './edge-value.js';

/** Edge values that generated rows may contain. */
export interface EdgeRules {
  readonly classes: ReadonlySet<EdgeClass>;
  /** Whether values outside of keys occur more than once. */
  readonly duplicates: 'some' | 'none';
  /** Columns that have a value in every row: `public.users.email`, without quotes. */
  readonly filled: ReadonlySet<string>;
}

export const allEdges: EdgeRules = {
  classes: new Set(['absent', 'odd', 'extreme']),
  duplicates: 'some',
  filled: new Set(),
};

/** A few rows with different values and no edge values. */
export const noEdges: EdgeRules = { classes: new Set(), duplicates: 'none', filled: new Set() };

export function hasEdges({ classes, duplicates }: EdgeRules): boolean {
  return classes.size > 0 || duplicates === 'some';
}
