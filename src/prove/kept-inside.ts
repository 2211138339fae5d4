import type { KeptTable } from '../keep/kept-entry.js';
import type { Direction } from '../migrations/migration.js';

/** What one step of a trial kept. */
export interface KeptInside {
  readonly direction: Direction;
  readonly tables: readonly KeptTable[];
}
