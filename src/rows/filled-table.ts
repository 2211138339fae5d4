/** Edge values by name, such as `email: empty text`. */
export interface EdgesTried {
  readonly tried: readonly string[];
  /** Edge values that a constraint or trigger of the table rejected. */
  readonly refused: readonly string[];
}

/** The outcome for a table that was empty. */
export interface FilledTable {
  /** Name as PostgreSQL prints it: `public.users`. */
  readonly table: string;
  readonly outcome:
    | { readonly kind: 'filled'; readonly rows: number; readonly edges: EdgesTried }
    | { readonly kind: 'not-filled'; readonly reason: string };
}
