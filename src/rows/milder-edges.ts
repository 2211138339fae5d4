import { duplicateRow, sqlStates } from '../database/sqlstate.js';
import { noEdges, type EdgeRules } from './edge-rules.js';
import type { EdgeClass } from './edge-value.js';

/** The error of a step that failed on generated rows, and the column that it names. */
export interface StepRefusal {
  readonly code: string | undefined;
  /** Name without quotes: `public.users.email`. */
  readonly column: string | undefined;
}

/**
 * Classes to keep, from most to none; NULL, which migrations most often do not handle, is removed last but
 * one.
 */
const fewerAndFewer: readonly (readonly EdgeClass[])[] = [['absent', 'odd'], ['absent'], ['odd'], []];

/**
 * Returns rules for a step that failed on `rules`: first without what the error names, then with fewer
 * classes of edge values each time. Returns `undefined` where it failed on plain rows.
 */
export function milderEdges(rules: EdgeRules, { code, column }: StepRefusal): EdgeRules | undefined {
  const { classes, duplicates, filled } = rules;
  if (
    code === sqlStates.notNullViolation &&
    column !== undefined &&
    classes.has('absent') &&
    !filled.has(column)
  )
    return { ...rules, filled: new Set([...filled, column]) };
  if (duplicateRow.has(code ?? '') && duplicates === 'some') return { ...rules, duplicates: 'none' };
  const next = fewerAndFewer.find((some) => isFewer(some, classes));
  if (next) return { ...rules, classes: new Set(next), ...(next.length === 0 ? noDuplicates : {}) };
  return duplicates === 'some' ? noEdges : undefined;
}

const noDuplicates = { duplicates: 'none' } as const;

/** `odd` alone is tried after `absent` alone. */
function isFewer(some: readonly EdgeClass[], classes: ReadonlySet<EdgeClass>): boolean {
  if (classes.size === 0) return false;
  if (classes.size === 1 && classes.has('absent')) return !some.includes('absent');
  if (classes.size === 1) return some.length === 0;
  return some.length < classes.size;
}
