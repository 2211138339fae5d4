/** Part of a report that is made by one of several runs, by which `report merge` recognises what belongs together. */
export interface ShardInfo {
  /** From 1. */
  readonly number: number;
  readonly of: number;
  /** Version of roundtrip. */
  readonly tool: string;
  /** Settings that all runs must have in common. */
  readonly settings: Readonly<Record<string, string | boolean | null>>;
  /** Hash of all migrations of the project, names and texts. */
  readonly files: string;
  /** Names of the migrations of all shards together. */
  readonly migrations: readonly string[];
}
