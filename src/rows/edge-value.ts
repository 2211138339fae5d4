/**
 * Class of an edge value: `absent` is NULL, `odd` values are valid and common but often unexpected, `extreme`
 * values are at the limits of the type, where conversions overflow.
 */
export type EdgeClass = 'absent' | 'odd' | 'extreme';

/** A value that migrations often do not handle. */
export interface EdgeValue {
  readonly class: EdgeClass;
  /** Name in reports: `empty text`. */
  readonly label: string;
  /** Text form; `null` is NULL. */
  readonly text: string | null;
}

export const nullEdge: EdgeValue = { class: 'absent', label: 'NULL', text: null };

export function odd(label: string, text: string): EdgeValue {
  return { class: 'odd', label, text };
}

export function extreme(label: string, text: string): EdgeValue {
  return { class: 'extreme', label, text };
}
