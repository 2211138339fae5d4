import type { Difference } from '../catalog/model/diff.js';
import type { Snapshot } from '../catalog/model/object.js';
import type { Database, ServerInfo } from '../database/session.js';
import type { StepResult } from '../migrations/step.js';

/** Where the migrations were replayed. */
export type ScratchPlace = 'live server' | 'other server' | 'embedded';

/** One migration as it went up, and what it changed in the catalog. */
export interface ReplayedStep {
  readonly result: StepResult;
  readonly changes: readonly Difference[];
}

/** What the migrations make of an empty database. */
export interface Replayed {
  readonly place: ScratchPlace;
  readonly server: ServerInfo;
  /** The catalog before the first migration, when only the migrations table was there. */
  readonly baseline: Snapshot;
  readonly catalog: Snapshot;
  /** The role that replayed, quoted where SQL asks for it. */
  readonly runner: string;
  readonly milliseconds: number;
  /** In order; empty where they were not asked for. */
  readonly steps: readonly ReplayedStep[];
}

export interface Scratch {
  /** A database of the server that scratch databases are made on. */
  readonly server: Database;
  readonly place: ScratchPlace;
}
