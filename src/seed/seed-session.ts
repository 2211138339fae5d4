/** What a seed gets to work with: one connection, and nothing of the tool behind it. */
export interface SeedSession {
  /**
   * Runs one statement; `values` stand for `$1`, `$2`, ….
   * @throws the driver's error, with its SQLSTATE in `code`, when the server refuses it
   */
  query(
    text: string,
    values?: readonly unknown[],
  ): Promise<{
    rows: readonly Record<string, unknown>[];
    /** Rows affected or returned; `null` for statements that report none. */
    rowCount: number | null;
  }>;
}
