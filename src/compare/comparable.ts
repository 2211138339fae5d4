import type { Snapshot } from '../catalog/model/object.js';

/** Two catalogs in a form in which every difference between them is one that counts. */
export interface Comparable {
  readonly expected: Snapshot;
  readonly actual: Snapshot;
  /** What belongs to the live database as a whole, and no migration sets, in words; sorted. */
  readonly leftAlone: readonly string[];
}
