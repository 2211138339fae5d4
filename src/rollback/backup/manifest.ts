/** The file in the archive that describes all others. */
export const manifestName = 'manifest.json';

/** Checksums of all other files in the format of `sha256sum -c`; the last file in the archive. */
export const checksumsName = 'SHA256SUMS';

export const backupFormat = 'roundtrip.backup/1';

export interface SavedColumn {
  readonly name: string;
  /** Type with its modifier; all names are qualified. */
  readonly type: string;
}

/** The columns that identify a row; for `whole row`, all columns that the rollback does not drop. */
export interface SavedKey {
  readonly kind: 'primary key' | 'unique index' | 'whole row';
  readonly columns: readonly string[];
}

/** Rows of one table, stored in a file of their own. */
export interface SavedTable {
  /** File name in the archive. */
  readonly file: string;
  readonly schema: string;
  readonly name: string;
  /**
   * The extent of the loss: the whole `table` is dropped, `columns` are dropped or converted, `rows` are
   * changed or deleted.
   */
  readonly what: 'table' | 'columns' | 'rows';
  /** Columns in the order of the fields in the file. */
  readonly columns: readonly SavedColumn[];
  readonly key: SavedKey;
  /** Names of the columns whose values the rollback destroys. */
  readonly values: readonly string[];
  /** Names among `values` of columns that remain, but whose values are converted to another type or rewritten. */
  readonly rewritten: readonly string[];
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
  /** SQL statement that loads the file unchanged. */
  readonly load: string;
}

/** Position of a dropped sequence. A string, because the number may exceed the range of JSON numbers. */
export interface SavedSequence {
  readonly schema: string;
  readonly name: string;
  readonly lastValue: string;
  readonly isCalled: boolean;
}

export interface Manifest {
  readonly format: typeof backupFormat;
  /** Version of roundtrip. */
  readonly tool: string;
  /** Version of PostgreSQL. */
  readonly server: string;
  readonly database: string;
  /**
   * The oldest transaction that was in progress when the rows were locked, or else the next one to be assigned:
   * every earlier transaction had ended. A string, because it has 64 bits.
   */
  readonly oldestTransaction: string;
  /** Migrations that were rolled back, latest first. */
  readonly migrations: readonly string[];
  readonly tables: readonly SavedTable[];
  readonly sequences: readonly SavedSequence[];
}
