/** The file in the archive that says what the others hold. */
export const manifestName = 'manifest.json';

/** Checksums of all other files, as `sha256sum -c` reads them; the last file in the archive. */
export const checksumsName = 'SHA256SUMS';

export const backupFormat = 'roundtrip.backup/1';

export interface SavedColumn {
  readonly name: string;
  /** With its modifier, names qualified. */
  readonly type: string;
}

/** What tells the rows of a table apart; with `whole row`, all columns that the rollback leaves. */
export interface SavedKey {
  readonly kind: 'primary key' | 'unique index' | 'whole row';
  readonly columns: readonly string[];
}

/** Rows of one table, in a file of their own. */
export interface SavedTable {
  /** Name of the file in the archive. */
  readonly file: string;
  readonly schema: string;
  readonly name: string;
  /** `table` goes with its rows; `columns` of it go or get another type; `rows` of it are changed or deleted. */
  readonly what: 'table' | 'columns' | 'rows';
  /** As they stand in each line of the file. */
  readonly columns: readonly SavedColumn[];
  readonly key: SavedKey;
  /** Those of the columns that the rollback destroys. */
  readonly values: readonly string[];
  /** Those of `values` that stay, converted to another type or rewritten within their own. */
  readonly rewritten: readonly string[];
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
  /** The SQL that takes the file as it is. */
  readonly load: string;
}

/** Position of a sequence that goes; the number as text, since it may exceed what JSON holds. */
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
   * The oldest transaction that was under way when the rows were locked, or the next one: every earlier
   * one had ended. As text, since it has 64 bits.
   */
  readonly oldestTransaction: string;
  /** What was rolled back, latest first. */
  readonly migrations: readonly string[];
  readonly tables: readonly SavedTable[];
  readonly sequences: readonly SavedSequence[];
}
