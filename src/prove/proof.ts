import type { MigrationsConfig } from '../config/config.js';
import type { Database, Session, SessionOptions } from '../database/session.js';
import type { DatabaseError } from '../errors.js';
import type { Migration } from '../migrations/migration.js';
import type { Evidence } from './evidence.js';
import type { MigrationProof, ProjectAcceptance } from './proof-report.js';
import type { RowsMode } from './rows-mode.js';
import type { Rows, AppliedStep } from './passes/applied-step.js';
import type { ScratchPool } from './scratch-pool.js';

/** What the caller is told while the proof goes on. */
export interface ProofObserver {
  /** A step is about to run: the `number`-th of `total`. */
  step(progress: {
    readonly name: string;
    readonly phase: 'up' | 'down' | 'up-again';
    readonly number: number;
    readonly total: number;
  }): void;
  proven(proof: MigrationProof): void;
}

export interface ProveOptions {
  /** The server that scratch databases are made on; its database is not touched. */
  readonly database: Database;
  readonly config: MigrationsConfig;
  readonly limits: SessionOptions;
  readonly signal: AbortSignal;
  /** All migrations, in order. */
  readonly migrations: readonly Migration[];
  /** Names of those to judge; the ones before them are run all the same. */
  readonly chosen: ReadonlySet<string>;
  readonly rows: RowsMode;
  /** Loads seeds in a transaction of their own; tried after each up until it succeeds. */
  readonly seed?: ((session: Session) => Promise<void>) | undefined;
  readonly clusterChanges: 'refused' | 'allowed';
  readonly bail: 'on' | 'off';
  /** How many parts of the ladder may be proven at the same time; with `bail`, one is. */
  readonly jobs: number;
  readonly strict: 'on' | 'off';
  /** Findings that the settings of the project accept; none where it is left out. */
  readonly acceptances?: readonly ProjectAcceptance[];
  readonly observer: ProofObserver;
}

/** What the passes share. */
export interface Proof extends ProveOptions {
  readonly evidence: readonly Evidence[];
  readonly pool: ScratchPool;
  /** What is known of each migration that went up, by its number less one. */
  readonly appliedSteps: AppliedStep[];
  /** Set by the pass that loads the seeds: the height after which they were there. */
  seededAt: number | undefined;
  /** Why they could not be loaded at the last attempt. */
  seedError: DatabaseError | undefined;
  /** Rows on the stage, as last read. */
  rowsNow: Rows;
  /** Tells the observer once all evidence on a migration is there; `stop` after a finding with `bail`. */
  readonly conclude: (evidence: Evidence) => 'continue' | 'stop';
}
