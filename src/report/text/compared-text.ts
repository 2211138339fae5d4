import { countOf } from './plural.js';

interface Compared {
  /** Number of objects by kind. */
  readonly objects: Readonly<Record<string, number>>;
  readonly rows?: number;
}

/** `compared 3 objects (1 table, 2 columns) and 5 rows`. */
export function comparedText({ objects, rows }: Compared): string {
  const kinds = Object.entries(objects).map(([kind, number]) => countOf(number, kind));
  const total = Object.values(objects).reduce((sum, number) => sum + number, 0);
  const all = `compared ${countOf(total, 'object')}${total === 0 ? '' : ` (${kinds.join(', ')})`}`;
  return rows === undefined ? all : `${all} and ${countOf(rows, 'row')}`;
}
