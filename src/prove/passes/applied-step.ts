import type { Difference } from '../../catalog/model/diff.js';
import type { Migration } from '../../migrations/migration.js';
import type { Evidence } from '../evidence.js';
import type { TableRows } from '../../rows/row-signature.js';

/** Rows of the tables that hold any. */
export type Rows = ReadonlyMap<string, TableRows>;

/**
 * What the first way up recorded about one migration. Whole catalogs would fill the memory, so a
 * rung keeps what its up changed; together with the state above it that gives the state below.
 */
export interface AppliedStep {
  readonly migration: Migration;
  readonly evidence: Evidence;
  /** What the up changed in the catalog. */
  readonly changes: readonly Difference[];
  /** The SQL of the up, as it ran. */
  readonly upSql: readonly string[];
  /** Rows before the up, and after it; the very same map when it cannot have changed any. */
  readonly rowsBefore: Rows;
  readonly rowsAfterUp: Rows;
  /** The SQL of the down, once it ran. */
  downSql?: readonly string[];
}
