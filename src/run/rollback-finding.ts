import { catalogTraces, wholeRepair, type CatalogTrace, type WholeRepair } from '../catalog/catalog-trace.js';
import { rollbackTraces, type ChangedSince, type Rollback } from '../catalog/rollback-traces.js';
import { describeChange } from '../catalog/describe.js';
import { subject } from '../catalog/diff.js';
import { RoundtripError, exitCodes } from '../errors.js';
import type { Migration } from '../migrations/migration.js';
import type { CatalogChange } from '../catalog/live-catalog.js';

/** Why a rollback is not the exact inverse of what was applied, object by object. */
export interface RollbackFinding extends WholeRepair {
  readonly migration: string;
  /** Absolute path of the file with the down. */
  readonly path: string;
  /** Where it was found out. */
  readonly on: 'database' | 'scratch';
  readonly traces: readonly CatalogTrace[];
  /** Objects of the migration that somebody changed since the up. */
  readonly changedSince: readonly ChangedObject[];
}

/** An object that is not what the up left, with how it left it and what it was before the down. */
export interface ChangedObject {
  readonly kind: string;
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
  /** Whether the down takes away what was done to it. */
  readonly lost: boolean;
}

export interface RollbackVerdict {
  readonly kind: 'exact' | 'reordered' | 'not-exact';
  readonly finding: RollbackFinding;
}

export interface Judged {
  readonly migration: Migration;
  readonly on: RollbackFinding['on'];
  /** What the up changed, and whether it did in this database. */
  readonly record: Pick<Rollback, 'up' | 'recorded'>;
  /** What the down did. */
  readonly change: CatalogChange;
}

/** Says whether a down took back exactly what its up did. */
export function judgeRollback({ migration, on, record, change }: Judged): RollbackVerdict {
  const { before, after, changes } = change;
  const found = rollbackTraces({ ...record, before, after, down: changes });
  const finding: RollbackFinding = {
    ...{ migration: migration.name, path: migration.downPath ?? migration.path, on },
    traces: catalogTraces(found.differences, found),
    changedSince: found.changedSince.map(tell),
    ...wholeRepair(found.differences, found),
  };
  const bad =
    found.differences.some((one) => one.change !== 'reordered') ||
    found.changedSince.some(({ lost }) => lost);
  if (bad) return { kind: 'not-exact', finding };
  return { kind: found.differences.length > 0 ? 'reordered' : 'exact', finding };
}

function tell({ difference, lost }: ChangedSince): ChangedObject {
  const { kind, name } = subject(difference);
  return { kind, name, ...describeChange(difference), lost };
}

/** A rollback was stopped before it took effect, because it would not have been exact. */
export class InexactRollback extends RoundtripError {
  readonly code = 'inexact-rollback';
  readonly exitCode = exitCodes.finding;
  readonly finding: RollbackFinding;

  constructor(finding: RollbackFinding) {
    super(`the down of ${finding.migration} is not the exact inverse of its up`, {
      remedy:
        finding.on === 'database'
          ? 'It was rolled back: the database is as before. Correct the down, or let it leave traces with --accept-traces.'
          : 'Found on a scratch database; nothing was done to this one. Correct the down, or let it leave traces with --accept-traces.',
    });
    this.finding = finding;
  }
}
