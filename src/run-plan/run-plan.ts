import type { Kind } from '../catalog/model/object.js';
import type { TableName } from '../config/migrations-table.js';
import type { KeepPlan } from '../keep/plan-keeping.js';
import type { LockMode } from '../database/lock-modes.js';
import type { Direction } from '../migrations/migration.js';

/** The effects of a run in one direction, determined without running it on the database. */
export interface RunPlan {
  /** `host:port/name` */
  readonly database: string;
  /** In the order in which they would run. */
  readonly migrations: readonly PlannedMigration[];
  readonly objects: readonly PlannedObject[];
  readonly losses: readonly PlannedLoss[];
  /** Statements that change rows, according to their text. The number of rows is known only after running them. */
  readonly rowChanges: readonly RowChange[];
  readonly locks: readonly PlannedLock[];
  /** Tables whose rows PostgreSQL would rewrite, under ACCESS EXCLUSIVE. */
  readonly rewrites: readonly TableName[];
  /** Tables that existed before the run and are read from beginning to end, rewritten ones included. */
  readonly scans: readonly TableName[];
  readonly sessions: readonly LockHolder[];
  /** What --keep would keep; missing without it. */
  readonly keep?: KeepPlan;
}

export interface PlannedMigration {
  readonly name: string;
  readonly direction: Direction;
  readonly statements: readonly string[];
  /** For `none`, each lock ends with its statement. */
  readonly transaction: 'one' | 'none';
}

/** One catalog object that would be created, altered or dropped. */
export interface PlannedObject {
  readonly kind: Kind;
  readonly name: string;
  readonly change: 'goes' | 'comes' | 'changes';
  readonly before: string | null;
  readonly after: string | null;
  /** The object, `kind name`, that it is dropped with; `null` where it is dropped by itself. */
  readonly with: string | null;
}

/** Data of one table or sequence that would be destroyed. */
export interface PlannedLoss {
  readonly schema: string;
  readonly name: string;
  /** `rows`: some rows of a table that remains are deleted or changed. */
  readonly what: 'table' | 'sequence' | 'columns' | 'rows';
  /** Present number of rows in the table; `null` where it could not be counted. */
  readonly rows: number | null;
  /** Why the rows were not counted: others have locked the table, or its policies apply to this role. */
  readonly uncounted: 'locked' | 'row security' | null;
  /** Columns whose values are destroyed, with the number of non-null values. */
  readonly columns: readonly LostValues[];
}

export interface LostValues {
  readonly name: string;
  readonly type: string;
  readonly values: number | null;
  /**
   * The type that the values are converted to, equal to `type` where they are rewritten; `null` where they are
   * destroyed.
   */
  readonly newType: string | null;
}

export interface RowChange {
  readonly migration: string;
  readonly statement: string;
}

/** The strongest lock that the run acquired on a table, on a scratch copy of the schema. */
export interface PlannedLock {
  readonly schema: string;
  readonly name: string;
  readonly mode: LockMode;
  /** The first migration that acquired it. */
  readonly migration: string;
}

/** A session that holds, or waits for, a lock on an affected table. */
export interface LockHolder {
  readonly pid: number;
  /** Its `application_name`; empty where it is not set. */
  readonly application: string;
  readonly role: string | null;
  /** `active`, `idle in transaction` and so on; `null` where the role may not see it. */
  readonly state: string | null;
  /** Seconds since its current or last query began; `null` where the role may not see it. */
  readonly querySeconds: number | null;
  readonly schema: string;
  readonly name: string;
  readonly mode: LockMode;
  readonly granted: boolean;
  /** Whether the run would have to wait for it. */
  readonly conflicts: boolean;
}
