/**
 * What makes a value an edge: `absent` is NULL, `odd` values are legal and common where they are least
 * expected, `extreme` ones lie at the limits of the type, where conversions overflow.
 */
export type EdgeClass = 'absent' | 'odd' | 'extreme';

/** A value that migrations forget. */
export interface EdgeValue {
  readonly class: EdgeClass;
  /** As a report calls it: `empty text`. */
  readonly label: string;
  /** The text form; `null` is NULL. */
  readonly text: string | null;
}

export const nullEdge: EdgeValue = { class: 'absent', label: 'NULL', text: null };

export function odd(label: string, text: string): EdgeValue {
  return { class: 'odd', label, text };
}

export function extreme(label: string, text: string): EdgeValue {
  return { class: 'extreme', label, text };
}
