import { diff } from '../catalog/model/diff.js';
import type { Snapshot } from '../catalog/model/object.js';
import { planRepair, type RepairLimit } from '../catalog/repair/plan-repair.js';
import type { Hazard } from './hazards.js';
import type { Rename } from './renames.js';

export interface PairOptions {
  /** Major version of the server that runs the statements. */
  readonly major: number;
  /** Role that runs the statements; objects that it creates need no statement to make it their owner. */
  readonly role?: string;
  /** Objects that keep their rows under a new name; nothing else is taken to be renamed with its rows. */
  readonly renames?: readonly Rename[];
}

/** The statements of one direction, in an executable order. */
export interface PlannedDirection {
  /** Each ends in `;` or is a comment. */
  readonly statements: readonly string[];
  /** What PostgreSQL offers no exact way to reach. */
  readonly limits: readonly RepairLimit[];
  /** Statements that lose rows, or that fail on some rows. */
  readonly hazards: readonly Hazard[];
}

/** Statements that lead from one state of a catalog to another, and back. */
export interface PlannedPair {
  readonly up: PlannedDirection;
  readonly down: PlannedDirection;
}

/** Plans a migration from the state `from` to the state `to`. Both are snapshots of the same major version. */
export function planPair(from: Snapshot, to: Snapshot, options: PairOptions): PlannedPair {
  return { up: planDirection(from, to, options), down: planDirection(to, from, options) };
}

/** A repair leads from `after` back to `before`, so the wanted state is `before`. */
function planDirection(from: Snapshot, to: Snapshot, { major, role }: PairOptions): PlannedDirection {
  const { statements, limits } = planRepair(diff(to, from), {
    before: to,
    after: from,
    major,
    database: 'another',
    purpose: 'restoring',
    ...(role === undefined ? {} : { role }),
  });
  return { statements, limits, hazards: [] };
}
