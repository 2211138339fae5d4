import type { Difference } from '../catalog/model/diff.js';
import type { Snapshots } from '../catalog/model/describe.js';
import type { Snapshot } from '../catalog/model/object.js';
import type { StatementError } from '../migrations/statement-error.js';
import type { Migration } from '../migrations/migration.js';
import type { Directives } from './directives.js';
import type { MigrationProof, ProjectAcceptance, RowsCompared } from './proof-report.js';
import type { RowsLost } from '../rows/compare-rows.js';

/** Differences together with the two catalogs that they come from. */
export interface CatalogFinding extends Snapshots {
  readonly differences: readonly Difference[];
  /** The catalog that the up arrived at, and the down began at; missing between two runs of the up. */
  readonly between?: Snapshot;
}

/** What the passes gather about one migration; `judge` makes a verdict of it. */
export interface Evidence {
  readonly migration: Migration;
  readonly directives: Directives;
  /** Acceptances of the project that count for the migration. */
  readonly projectAcceptances: readonly ProjectAcceptance[];
  upError?: StatementError;
  downError?: StatementError;
  upAgainError?: StatementError;
  /** The catalog before the up against that after the down. */
  traces?: CatalogFinding;
  /** The catalog after the up against that after the second up. */
  arrival?: CatalogFinding;
  rowsLost: RowsLost[];
  rows: RowsCompared[];
  notes: string[];
  /** The verdict, once all evidence was there. */
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
    milliseconds,
  };
}
