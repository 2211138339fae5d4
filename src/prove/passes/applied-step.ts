import type { Difference } from '../../catalog/model/diff.js';
import type { Migration } from '../../migrations/migration.js';
import type { Evidence } from '../evidence.js';
import type { TableRows } from '../../rows/row-signature.js';

/** Rows of the tables that hold any. */
export type Rows = ReadonlyMap<string, TableRows>;

/**
 * The record of one applied migration from the first pass. Whole catalogs would exhaust memory, so it keeps
 * only the changes of the up; together with the state above it they give the state below.
 */
export interface AppliedStep {
  readonly migration: Migration;
  readonly evidence: Evidence;
  /** Changes of the up in the catalog. */
  readonly changes: readonly Difference[];
  /** The SQL of the up, as it ran. */
  readonly upSql: readonly string[];
  /** Rows before the up, and after it; the same map when it cannot have changed any. */
  readonly rowsBefore: Rows;
  readonly rowsAfterUp: Rows;
  /** The SQL of the down, once it has run. */
  downSql?: readonly string[];
}
