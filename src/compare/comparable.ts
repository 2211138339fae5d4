import type { Snapshot } from '../catalog/model/object.js';

/** Two catalogs in a form in which every difference between them is relevant. */
export interface Comparable {
  readonly expected: Snapshot;
  readonly actual: Snapshot;
  /** Sorted descriptions of properties of the live database as a whole that no migration sets. */
  readonly leftAlone: readonly string[];
}
