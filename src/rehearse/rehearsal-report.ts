import type { ServerInfo } from '../database/session.js';
import type { Latencies } from './load/samples.js';
import type { Bucket } from './load/timeline.js';
import type { LostData } from './losses/losses.js';
import type { SnapshotFacts } from './snapshot/snapshot.js';

/** The worst that holds, in this order: `fails`, `loses-data`, `blocks`, `slow`, `ready`. */
export type RehearsalVerdict = 'ready' | 'slow' | 'blocks' | 'loses-data' | 'fails';

/** What is still acceptable, in milliseconds and rows; no limit of the duration unless given. */
export interface Budgets {
  readonly maxDuration: number | undefined;
  readonly maxStall: number;
  readonly maxLoss: number;
}

export type Phase = 'up' | 'down' | 'up-again';

export interface Measures {
  /** When it began, in milliseconds since the load began. */
  readonly at: number;
  readonly milliseconds: number;
  /** Rows inserted, updated and deleted, also by triggers. */
  readonly rows: number;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  /** Of the whole server: the little of the load is included. */
  readonly walBytes: number;
  /** Size of the temporary files, where the role may read it. */
  readonly temporaryBytes: number;
  /** Of the load meanwhile; `undefined` where there was none. */
  readonly load: Latencies | undefined;
  /** The longest that a connection of the load was seen waiting for a lock, in milliseconds. */
  readonly longestLockWait: number;
}

export interface StatementReport extends Measures {
  readonly sql: string;
  readonly line: number | undefined;
}

export interface StepFailure {
  readonly phase: Phase;
  readonly message: string;
  /** SQLSTATE, where the server reported an error. */
  readonly code: string | null;
  readonly statement: string | null;
}

export interface StepReport extends Measures {
  readonly phase: Phase;
  readonly transaction: 'one' | 'none';
  readonly statements: readonly StatementReport[];
}

/** An object that differs after the down from how it was before the up. */
export interface SchemaDifference {
  readonly kind: string;
  readonly name: string;
  readonly change: 'left' | 'missing' | 'changed';
  readonly before: string | null;
  readonly after: string | null;
}

export interface RehearsedMigration {
  readonly name: string;
  readonly path: string;
  readonly verdict: RehearsalVerdict;
  /** What the verdict follows from, one sentence each. */
  readonly reasons: readonly string[];
  readonly up: StepReport | undefined;
  readonly down: StepReport | undefined;
  readonly upAgain: StepReport | undefined;
  readonly failure: StepFailure | undefined;
  readonly lost: readonly LostData[];
  readonly differences: readonly SchemaDifference[];
  /** Tables whose rows were compared, with their number. */
  readonly compared: readonly { readonly table: string; readonly rows: number }[];
  /** Rows that were written between the up and the down, by table. */
  readonly written: readonly { readonly table: string; readonly rows: number }[];
  readonly notes: readonly string[];
}

/** One statement of the load over the whole rehearsal. */
export interface LoadStatementReport {
  readonly name: string;
  readonly weight: number;
  readonly load: Latencies | undefined;
  /** The first error of the server, and the migration during which it came. */
  readonly firstError: { readonly message: string; readonly at: number } | undefined;
}

export interface LoadReport {
  /** `file`: given with --load. */
  readonly origin: 'generated' | 'file' | 'none';
  readonly rate: number;
  readonly connections: number;
  /** Before the first migration. */
  readonly baseline: Latencies | undefined;
  readonly statements: readonly LoadStatementReport[];
  readonly timeline: readonly Bucket[];
}

export interface RehearsalReport {
  readonly verdict: RehearsalVerdict;
  readonly snapshot: SnapshotFacts;
  /** The server of the copy. */
  readonly server: ServerInfo;
  /** Settings of that server by name. */
  readonly settings: Readonly<Record<string, string>>;
  readonly databaseBytes: number;
  /** Tables concerned, largest first. */
  readonly tables: readonly { readonly name: string; readonly rows: number; readonly bytes: number }[];
  readonly budgets: Budgets;
  readonly load: LoadReport;
  readonly migrations: readonly RehearsedMigration[];
  /** Pending migrations that were not run, because an earlier one failed. */
  readonly notRun: readonly string[];
  readonly notes: readonly string[];
  readonly milliseconds: number;
}
