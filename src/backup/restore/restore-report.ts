/** Something of a backup that could not be put back. */
export interface Misfit {
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
  /** Rows that did not fit, or not as a whole; no row counts twice. */
  readonly misfitting: number;
  readonly misfits: readonly Misfit[];
}

export interface RestoredSequence {
  readonly schema: string;
  readonly name: string;
  readonly outcome: 'put-forward' | 'unchanged' | 'missing';
  /** Where it stands now; `null` when it is missing. */
  readonly value: string | null;
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
    tables.every(({ misfits }) => misfits.length === 0) &&
    sequences.every(({ outcome }) => outcome !== 'missing')
  );
}

export function hasChanged({ tables, sequences }: RestoreReport): boolean {
  return (
    tables.some(({ inserted, updated }) => inserted + updated > 0) ||
    sequences.some(({ outcome }) => outcome === 'put-forward')
  );
}
