import type { CatalogTrace, WholeRepair } from '../catalog/repair/catalog-trace.js';

/** What came of taking a database over. */
export interface BaselineReport extends WholeRepair {
  /** `contained`: it could be taken over, and only that was asked. */
  readonly verdict: 'taken-over' | 'contained' | 'not-contained' | 'nothing-to-do';
  /** `host:port/name`. */
  readonly label: string;
  /** The last migration of the baseline. */
  readonly through: string;
  /** Names that were recorded, or would be, in order. */
  readonly names: readonly string[];
  /** What the migrations make and the database does not have so: `before` as they make it, `after` as it is. */
  readonly traces: readonly CatalogTrace[];
  /** What is no hindrance, but worth knowing, as sentences. */
  readonly notes: readonly string[];
}
