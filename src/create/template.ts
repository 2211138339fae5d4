/** The names that a template fills in, taken from the migration's name. */
export interface TemplateNames {
  /** Table that the migration is about, in snake case. */
  readonly table: string;
  /** Column that it is about. */
  readonly column: string;
  /** Type that it is about: `posts_state` of the column, or a name of its own. */
  readonly type: string;
}

/** Writes the whole text of a migration file, in TypeScript or in SQL. */
export type Template = (names: TemplateNames) => string;
