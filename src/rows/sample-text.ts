/** Selects one of the values of a type. */
export interface SampleTarget {
  /** 0, 1, 2, …: each row has another value. */
  readonly row: number;
  /** Number of the column: each column has other values, so that a mix-up is visible. */
  readonly column: number;
  /** Name of the column, used in texts. */
  readonly name: string;
}

/**
 * Returns a text such as `Full name 1` (capitals, small letters, a space and a digit), cut to `length` but
 * still different for each row.
 */
export function sampleText({ row, column, name }: SampleTarget, length = Infinity): string {
  const words =
    name
      .replace(/[^A-Za-z0-9]+/g, ' ')
      .trim()
      .slice(0, 40) || 'Value';
  const label = words.charAt(0).toUpperCase() + words.slice(1);
  const text = `${label} ${row + 1}`;
  if (text.length <= length) return text;
  if (length === 1) return String.fromCharCode(65 + ((column + row) % 26));
  const number = String(row + 1);
  return label.replaceAll(' ', '').slice(0, length - number.length) + number;
}
