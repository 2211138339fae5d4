import type { Difference } from '../catalog/model/diff.js';
import type { Snapshots } from '../catalog/model/describe.js';
import type { Snapshot } from '../catalog/model/object.js';
import type { StatementError } from '../migrations/statement-error.js';
import type { Migration } from '../migrations/migration.js';
import type { Directives } from './directives.js';
import type { MigrationProof, ProjectAcceptance, RowsCompared } from './proof-report.js';
import type { KeptInside } from './kept-inside.js';
import type { RowsLost } from '../rows/compare-rows.js';

/** Differences together with the two catalogs that were compared. */
export interface CatalogFinding extends Snapshots {
  readonly differences: readonly Difference[];
  /** The catalog after the up and before the down; missing for a comparison of two runs of the up. */
  readonly between?: Snapshot;
}

/** The data that the passes collect about one migration; `judge` derives the verdict from it. */
export interface Evidence {
  readonly migration: Migration;
  readonly directives: Directives;
  /** Acceptances of the project that apply to the migration. */
  readonly projectAcceptances: readonly ProjectAcceptance[];
  upError?: StatementError;
  downError?: StatementError;
  upAgainError?: StatementError;
  /** Differences between the catalog before the up and after the down. */
  traces?: CatalogFinding;
  /** Differences between the catalog after the first up and after the second. */
  arrival?: CatalogFinding;
  rowsLost: RowsLost[];
  rows: RowsCompared[];
  notes: string[];
  /** What --keep kept in the trials with rows. */
  kept: KeptInside[];
  /** The verdict, set when all evidence is complete. */
  concluded?: MigrationProof;
  milliseconds: { up: number | null; down: number | null; upAgain: number | null; catalog: number };
}

export function gatherEvidence(
  migration: Migration,
  directives: Directives,
  projectAcceptances: readonly ProjectAcceptance[] = [],
): Evidence {
  const milliseconds = { up: null, down: null, upAgain: null, catalog: 0 };
  return {
    migration,
    directives,
    projectAcceptances,
    rowsLost: [],
    rows: [],
    notes: [...directives.misunderstood],
    kept: [],
    milliseconds,
  };
}
