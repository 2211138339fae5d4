/** A change of a down: statements that run after its own, or in place of them. */
export interface DownChange {
  readonly kind: 'add' | 'replace';
  /** In order; each ends in `;` or is a comment. */
  readonly statements: readonly string[];
  /** `none` when a statement cannot run in a transaction block. */
  readonly transaction: 'one' | 'none';
}

export function isComment(statement: string): boolean {
  return statement.split('\n').every((line) => line.startsWith('--'));
}
