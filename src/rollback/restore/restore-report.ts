/** Something of a backup that could not be put back. */
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
  /** Key columns with their values as text, or `null` where it is about all rows. */
  readonly row: Readonly<Record<string, string | null>> | null;
  /** How many rows it is about. */
  readonly rows: number;
  /** One sentence, of the server where it refused. */
  readonly message: string;
  readonly sqlState: string | null;
}

export interface RestoredTable {
  readonly schema: string;
  readonly name: string;
  readonly what: 'table' | 'columns' | 'rows';
  /** In the backup. */
  readonly rows: number;
  readonly inserted: number;
  readonly updated: number;
  /** Rows that are as in the backup already. */
  readonly unchanged: number;
  /** Rows that were not put back; with the three above, all rows of the backup. */
  readonly misfitting: number;
  readonly misfits: readonly RejectedRows[];
}

export interface RestoredSequence {
  readonly schema: string;
  readonly name: string;
  /** `refused` where it may not be set, or cannot be where it was. */
  readonly outcome: 'put-forward' | 'unchanged' | 'missing' | 'refused';
  /** Where it stands now; `null` when it is missing, or that is not known. */
  readonly value: string | null;
  /** One sentence, where it was refused. */
  readonly message: string | null;
}

export interface RestoreReport {
  readonly backup: {
    readonly database: string;
    readonly migrations: readonly string[];
    readonly tool: string;
  };
  readonly database: string;
  /** Of the backup's migrations, those that are not applied now. */
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
