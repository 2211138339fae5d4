import type { Direction } from '../migrations/migration.js';
import type { MigrationSource } from '../migrations/migration-source.js';
import type { RecordedChange } from './recorded-change.js';

export const outcomes = [
  /** Ran and was committed. */
  'done',
  /** A rollback that was not exact, committed because of --accept-traces. */
  'accepted-traces',
  /** A non-transactional rollback that was not exact. */
  'left-traces',
  /** Recorded without running. */
  'faked',
  'baseline',
  /** Recorded in place of the migrations that it replaces; as a down: replaced by them again. */
  'squashed',
  /** A non-transactional step has started. Without a later row of the same attempt, it was interrupted. */
  'running',
  'failed',
] as const;

export type Outcome = (typeof outcomes)[number];

/** A new entry about a step or its start. */
export interface NewEntry {
  /** A UUID, the same for all rows about one attempt. */
  readonly attempt: string;
  readonly migration: string;
  readonly direction: Direction;
  readonly outcome: Outcome;
  readonly milliseconds: number;
  readonly transaction: 'one' | 'none';
  /** The role that the step ended with. */
  readonly role: string;
  /** SHA-256 of the migration's file, and of the statements that ran, in hex. */
  readonly fileHash: string | null;
  readonly sqlHash: string | null;
  readonly source: MigrationSource | null;
  readonly change: RecordedChange | null;
  readonly detail: Detail | null;
}

/** Details that depend on the outcome. */
export interface Detail {
  /** Of a failed step. */
  readonly error?: { readonly message: string; readonly sqlState: string | null };
  /** Objects that a rollback did not restore, such as `type public.mood`, each with its change. */
  readonly traces?: readonly { readonly object: string; readonly change: string }[];
  /**
   * Objects added by others to objects that a rollback dropped: `trigger seen on public.orders: CREATE TRIGGER
   * …`.
   */
  readonly wentAlong?: readonly string[];
  /** The down alone of the file was edited since the up. */
  readonly edited?: 'down';
  /** SHA-256 of the manifest of the backup that holds what a rollback destroyed, in hex. */
  readonly backup?: string;
  /** The data that a step destroyed and that was kept; `rows` is `null` where they were not counted. */
  readonly kept?: {
    readonly id: number;
    readonly tables: number;
    readonly rows: number | null;
    readonly bytes: number;
  };
  /** The kept data that a step restored, by the number of the entry. */
  readonly restored?: readonly {
    readonly id: number;
    readonly rows: number;
    readonly newer: number;
    readonly left: number;
  }[];
  /** The attempt that this one went on with. */
  readonly resumes?: string;
  /** Rows of the migrations table that a squashed migration was recorded in place of, in order. */
  readonly replaced?: readonly ReplacedRow[];
}

/** A row that was removed from the migrations table. */
export interface ReplacedRow {
  readonly id: number;
  readonly name: string;
  /** Without a time zone, as in the column. */
  readonly runOn: string;
}

/** One row of the history. */
export interface HistoryEntry extends NewEntry {
  /** Grows with every row. */
  readonly id: number;
  /** ISO 8601, in UTC. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly loginRole: string;
  readonly host: string;
  readonly application: string;
  readonly toolVersion: string;
  /** Number of the row in the migrations table, of an up. */
  readonly appliedId: number | null;
}

/** Whether the step of a row took effect. */
export function tookEffect({ outcome }: Pick<HistoryEntry, 'outcome'>): boolean {
  return outcome !== 'running' && outcome !== 'failed';
}
