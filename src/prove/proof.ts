import type { MigrationsConfig } from '../config/config.js';
import type { Database, Session, SessionOptions } from '../database/session.js';
import type { DatabaseError } from '../errors.js';
import type { Migration } from '../migrations/migration.js';
import type { Evidence } from './evidence.js';
import type { MigrationProof, ProjectAcceptance } from './proof-report.js';
import type { RowsMode } from './rows-mode.js';
import type { Rows, AppliedStep } from './passes/applied-step.js';
import type { ScratchPool } from './scratch-pool.js';

/** Callbacks that report the progress of a proof. */
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
  /** The server on which scratch databases are created; the database itself is not changed. */
  readonly database: Database;
  readonly config: MigrationsConfig;
  readonly limits: SessionOptions;
  readonly signal: AbortSignal;
  /** All migrations, in order. */
  readonly migrations: readonly Migration[];
  /** Names of the migrations to judge; earlier ones are run as well, but not judged. */
  readonly chosen: ReadonlySet<string>;
  readonly rows: RowsMode;
  /** Loads seeds in a transaction of their own; tried after each up until it succeeds. */
  readonly seed?: ((session: Session) => Promise<void>) | undefined;
  readonly clusterChanges: 'refused' | 'allowed';
  readonly bail: 'on' | 'off';
  /** Number of parts of the chain that are proven in parallel; 1 with `bail`. */
  readonly jobs: number;
  readonly strict: 'on' | 'off';
  /** `on` proves that nothing is lost with --keep. */
  readonly keep?: 'on' | 'off';
  /** Findings that the settings of the project accept; none where it is left out. */
  readonly acceptances?: readonly ProjectAcceptance[];
  readonly observer: ProofObserver;
  /** Texts to read instead of those of the files at these paths. */
  readonly editedTexts?: ReadonlyMap<string, string>;
}

/** The state that the passes share. */
export interface Proof extends ProveOptions {
  readonly evidence: readonly Evidence[];
  readonly pool: ScratchPool;
  /** The recorded step of each migration that was applied, by its position less one. */
  readonly appliedSteps: AppliedStep[];
  /** The position after which the seeds were loaded; set by the pass that loads them. */
  seededAt: number | undefined;
  /** The error of the last attempt to load them. */
  seedError: DatabaseError | undefined;
  /** Rows in the scratch database, as last read. */
  rowsNow: Rows;
  /** Reports the verdict when all evidence on a migration is complete; returns `stop` after a finding with `bail`. */
  readonly conclude: (evidence: Evidence) => 'continue' | 'stop';
}
