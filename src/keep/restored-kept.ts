import type { Direction } from '../migrations/migration.js';
import type { RestoredSequence, RestoredTable } from '../rollback/restore/restore-report.js';
import type { KeptTable } from './kept-entry.js';

/** The result of restoring one kept table. */
export interface RestoredKept extends RestoredTable {
  /** `moved`: the whole table was moved back, and its rows were not counted. */
  readonly how: KeptTable['how'];
  /** Rows of which at least one value was not restored, because others have changed it since. */
  readonly newer: number;
  /** Rows that remain kept. */
  readonly left: number;
}

/** The results for all tables of an entry, and what remains of them. */
export interface RestoredTables {
  readonly tables: readonly RestoredKept[];
  readonly left: readonly KeptTable[];
  readonly refused: readonly RestoredSequence[];
}

/** The result of restoring what one step kept. */
export interface RestoredEntry {
  readonly id: number;
  readonly migration: string;
  /** Direction of the step that kept the data. */
  readonly direction: Direction;
  readonly tables: readonly RestoredKept[];
  readonly sequences: readonly RestoredSequence[];
}

/** Whether something remains kept because it does not fit. */
export function hasLeftovers({ tables, sequences }: RestoredEntry): boolean {
  return (
    tables.some(({ left, misfits }) => left > 0 || misfits.length > 0) ||
    sequences.some(({ outcome }) => outcome === 'missing' || outcome === 'refused')
  );
}
