export interface SourceFlags {
  /** A path, or the URL of a database. */
  readonly from?: string;
  /** `KIND:OLD=NEW`. */
  readonly rename?: readonly string[];
  /** `false` with --no-rename. */
  readonly otherRenames?: false;
  readonly allowClusterChanges?: boolean;
}

export interface GenerateFlags extends SourceFlags {
  readonly check?: boolean;
  readonly sql?: boolean;
  readonly online?: boolean;
}
