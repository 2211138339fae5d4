/** Value of a column; a `Date` becomes a timestamp with time zone, `null` is NULL. */
export type LoadValue = string | number | bigint | boolean | Date | null;

/** Input of a load file; the same context must always give the same plan. */
export interface LoadContext {
  /** The N of `--scale N`: the size of the set, in a unit of its choice. */
  readonly scale: number;
  /** The value of `--seed-value`. */
  readonly seed: number;
  /**
   * A stream of random numbers in [0, 1), one for each index, in any order. It depends on the seed value
   * and its name only, so the same name means the same numbers in every file.
   */
  readonly random: (name: string) => (index: number) => number;
  /**
   * Number that the first row of a table got, of this or an earlier file; the others follow one by one.
   * @throws MigrationFileError when no file so far fills such a table
   */
  readonly first: (table: string) => number;
}

/** The rows of one table. */
export interface LoadPlan {
  /** Name as in SQL: `users`, `shop."Order"`; found by the search path. */
  readonly table: string;
  /** An integer column that alone identifies a row; roundtrip numbers it, and knows its rows by it. */
  readonly key: string;
  /** The other columns that get a value. */
  readonly columns: readonly string[];
  readonly count: number;
  /** Values of `columns` for a row, numbered from 0; always the same for the same row. */
  readonly row: (index: number) => readonly LoadValue[];
}
