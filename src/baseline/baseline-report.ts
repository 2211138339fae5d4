import type { CatalogTrace, WholeRepair } from '../catalog/repair/catalog-trace.js';

/** The result of a baseline. */
export interface BaselineReport extends WholeRepair {
  /** `contained`: the database can be taken over, and only that was to be checked. */
  readonly verdict: 'taken-over' | 'contained' | 'not-contained' | 'nothing-to-do';
  /** `host:port/name`. */
  readonly label: string;
  /** The last migration of the baseline. */
  readonly through: string;
  /** Names of the migrations that were recorded, or would be, in order. */
  readonly names: readonly string[];
  /**
   * Objects of the migrations that are missing or different in the database: `before` in the migrations,
   * `after` in the database.
   */
  readonly traces: readonly CatalogTrace[];
  /** Remarks that do not prevent the baseline, as sentences. */
  readonly notes: readonly string[];
}
