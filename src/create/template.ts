/** The names that a template fills in, taken from the migration's name. */
export interface TemplateNames {
  /** Table that the migration is about, in snake case. */
  readonly table: string;
  /** Column that it is about. */
  readonly column: string;
}

/** Writes the whole text of a migration file. */
export type Template = (names: TemplateNames) => string;
