/** Rows of a backup that could not be restored. */
export interface RejectedRows {
  readonly reason:
    | 'table-missing'
    | 'column-missing'
    | 'key-missing'
    | 'row-missing'
    | 'conflict'
    | 'constraint'
    | 'value'
    | 'other';
  /** Key columns with their values as text, or `null` where it concerns all rows. */
  readonly row: Readonly<Record<string, string | null>> | null;
  /** Number of rows concerned. */
  readonly rows: number;
  /** One sentence; the server's error where the server rejected the rows. */
  readonly message: string;
  readonly sqlState: string | null;
}

export interface RestoredTable {
  readonly schema: string;
  readonly name: string;
  readonly what: 'table' | 'columns' | 'rows';
  /** Rows in the backup. */
  readonly rows: number;
  readonly inserted: number;
  readonly updated: number;
  /** Rows that already equal the backup. */
  readonly unchanged: number;
  /** Rows that were not restored. `rows` is the sum of the three numbers above and this one. */
  readonly misfitting: number;
  readonly misfits: readonly RejectedRows[];
}

export interface RestoredSequence {
  readonly schema: string;
  readonly name: string;
  /** `refused` where the sequence may not be set, or the value is out of its range. */
  readonly outcome: 'put-forward' | 'unchanged' | 'missing' | 'refused';
  /** Its present value; `null` when the sequence is missing or the value is not known. */
  readonly value: string | null;
  /** One sentence, for `refused`. */
  readonly message: string | null;
}

export interface RestoreReport {
  readonly backup: {
    readonly database: string;
    readonly migrations: readonly string[];
    readonly tool: string;
  };
  readonly database: string;
  /** Migrations of the backup that are not applied now. */
  readonly notApplied: readonly string[];
  readonly tables: readonly RestoredTable[];
  readonly sequences: readonly RestoredSequence[];
}

export function isComplete({ tables, sequences }: RestoreReport): boolean {
  return (
    tables.every(({ misfits, misfitting }) => misfits.length === 0 && misfitting === 0) &&
    sequences.every(({ outcome }) => outcome !== 'missing' && outcome !== 'refused')
  );
}

export function hasChanged({ tables, sequences }: RestoreReport): boolean {
  return (
    tables.some(({ inserted, updated }) => inserted + updated > 0) ||
    sequences.some(({ outcome }) => outcome === 'put-forward')
  );
}
