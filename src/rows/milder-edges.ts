import { duplicateRow, sqlStates } from '../database/sqlstate.js';
import { noEdges, type EdgeRules } from './edge-rules.js';
import type { EdgeClass } from './edge-value.js';

/** What the server says of a step that failed on generated rows, and of which column. */
export interface StepRefusal {
  readonly code: string | undefined;
  /** `public.users.email`, without quotes. */
  readonly column: string | undefined;
}

/** From everything to nothing: NULL is what migrations forget most, so it goes last but one. */
const fewerAndFewer: readonly (readonly EdgeClass[])[] = [['absent', 'odd'], ['absent'], ['odd'], []];

/**
 * Edge values that a step may bear which failed on `rules`: first without what it names, then without one
 * class of them after the other. `undefined` when it has failed on plain rows.
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

/** `odd` alone is tried where `absent` alone has failed. */
function isFewer(some: readonly EdgeClass[], classes: ReadonlySet<EdgeClass>): boolean {
  if (classes.size === 0) return false;
  if (classes.size === 1 && classes.has('absent')) return !some.includes('absent');
  if (classes.size === 1) return some.length === 0;
  return some.length < classes.size;
}
