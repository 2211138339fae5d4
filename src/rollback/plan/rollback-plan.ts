import type { Kind } from '../../catalog/model/object.js';
import type { TableName } from '../../config/migrations-table.js';
import type { LockMode } from '../../database/lock-modes.js';
import type { Direction } from '../../migrations/migration.js';

/** What a run in one direction would do, found out without doing it. */
export interface RunPlan {
  /** `host:port/name` */
  readonly database: string;
  /** In the order in which they would run. */
  readonly migrations: readonly PlannedMigration[];
  readonly objects: readonly PlannedObject[];
  readonly losses: readonly PlannedLoss[];
  /** Statements that change rows as far as their text tells; how many, only running them shows. */
  readonly rowChanges: readonly RowChange[];
  readonly locks: readonly PlannedLock[];
  /** Tables whose rows PostgreSQL would write anew, under ACCESS EXCLUSIVE. */
  readonly rewrites: readonly TableName[];
  readonly sessions: readonly LockHolder[];
}

export interface PlannedMigration {
  readonly name: string;
  readonly direction: Direction;
  readonly statements: readonly string[];
  /** Locks of a migration without one are not known: each ends with its statement. */
  readonly transaction: 'one' | 'none';
}

/** One object of the catalog that would not be what it is. */
export interface PlannedObject {
  readonly kind: Kind;
  readonly name: string;
  readonly change: 'goes' | 'comes' | 'changes';
  readonly before: string | null;
  readonly after: string | null;
  /** The object, `kind name`, that takes it along; `null` where it goes by itself. */
  readonly with: string | null;
}

/** Data of one table or sequence that would be gone. */
export interface PlannedLoss {
  readonly schema: string;
  readonly name: string;
  /** `rows`: some rows of a table that stays are deleted or changed. */
  readonly what: 'table' | 'sequence' | 'columns' | 'rows';
  /** In the table now; `null` where that could not be counted. */
  readonly rows: number | null;
  /** Why not: others have the table locked, or its policies apply to this role. */
  readonly uncounted: 'locked' | 'row security' | null;
  /** Columns whose values go, with how many of them are not null. */
  readonly columns: readonly LostValues[];
}

export interface LostValues {
  readonly name: string;
  readonly type: string;
  readonly values: number | null;
  /** The type that the values are converted to, `type` itself where they are rewritten; `null` where they go. */
  readonly newType: string | null;
}

export interface RowChange {
  readonly migration: string;
  readonly statement: string;
}

/** The strongest lock that the run took on a table, on a scratch copy of the schema. */
export interface PlannedLock {
  readonly schema: string;
  readonly name: string;
  readonly mode: LockMode;
  /** The first migration that took it. */
  readonly migration: string;
}

/** A session that holds, or waits for, a lock on a table concerned. */
export interface LockHolder {
  readonly pid: number;
  /** As it calls itself; empty where it does not. */
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
