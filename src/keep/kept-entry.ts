import type { SavedKey, SavedSequence, SavedTable } from '../rollback/backup/manifest.js';
import type { Direction } from '../migrations/migration.js';

/** A column of a kept table. */
export interface KeptColumn {
  readonly name: string;
  /** Its type before the step, with its modifier. */
  readonly type: string;
  /** `text` for types that a migration can drop: the kept table then contains the values as the type prints them. */
  readonly form: 'value' | 'text';
}

/** The names of a table and of its columns after the step, where its rows or values remain in another form. */
export interface LeftTable {
  readonly schema: string;
  readonly name: string;
  /** Columns that identify a row: their names before the step, and after it. */
  readonly key: readonly NamedTwice[];
  /** Columns whose values after the step are kept as well, in the order of the array that contains them. */
  readonly values: readonly NamedTwice[];
}

export interface NamedTwice {
  readonly before: string;
  readonly after: string;
}

/** Rows of one table that a step destroyed, in a table of the schema `roundtrip_kept`. */
export interface KeptTable extends Pick<
  SavedTable,
  'schema' | 'name' | 'what' | 'values' | 'rewritten' | 'bytes'
> {
  /** Name of the table that contains the rows. */
  readonly relation: string;
  readonly how: 'moved' | 'copied';
  readonly columns: readonly KeptColumn[];
  readonly key: SavedKey;
  /** Not counted where the table was moved. */
  readonly rows: number | null;
  /** `null` where nothing remains of what was kept. */
  readonly left: LeftTable | null;
  /** Indexes and sequences of a moved table, which have other names meanwhile. */
  readonly parts?: MovedParts;
}

export type MovedParts = readonly {
  readonly kind: 'INDEX' | 'SEQUENCE';
  readonly name: string;
  readonly kept: string;
}[];

/** All data that one step destroyed. */
export interface KeptEntry {
  readonly id: number;
  readonly migration: string;
  /** Direction of the step; the other one restores it. */
  readonly direction: Direction;
  /** ISO 8601, in UTC. */
  readonly keptAt: string;
  /** How long keeping took, under lock. */
  readonly milliseconds: number;
  readonly tables: readonly KeptTable[];
  readonly sequences: readonly SavedSequence[];
}

/** Column with the values that the step left, as text, in the order of `LeftTable.values`. */
export const afterColumn = 'roundtrip_after';

export function oppositeOf(direction: Direction): Direction {
  return direction === 'up' ? 'down' : 'up';
}

export function bytesOf({ tables }: Pick<KeptEntry, 'tables'>): number {
  return tables.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** `undefined` where a table was moved, and its rows were not counted. */
export function rowsOf({ tables }: Pick<KeptEntry, 'tables'>): number | undefined {
  const counts = tables.map(({ rows }) => rows);
  return counts.every((count) => count !== null) ? counts.reduce((sum, count) => sum + count, 0) : undefined;
}
