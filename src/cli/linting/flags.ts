export interface LintFlags {
  /** False with `--no-trace`. */
  readonly trace?: boolean;
  /** A git revision, or `true` where none was given. */
  readonly changed?: string | true;
  /** URL of a database, or a file of `roundtrip stats`. */
  readonly stats?: string;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  /** A number. */
  readonly maxWarnings?: string;
  readonly report?: readonly string[];
  readonly allowClusterChanges?: boolean;
}
