export interface LintFlags {
  /** False with `--no-trace`. */
  readonly trace?: boolean;
  /** A git revision, or `true` where none was given. */
  readonly changed?: string | true;
}
