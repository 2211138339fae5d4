/** Edge values by name, such as `email: empty text`. */
export interface EdgesTried {
  readonly tried: readonly string[];
  /** Not accepted by a constraint or trigger of the table. */
  readonly refused: readonly string[];
}

/** What became of a table that was empty. */
export interface FilledTable {
  /** As PostgreSQL prints it: `public.users`. */
  readonly table: string;
  readonly outcome:
    | { readonly kind: 'filled'; readonly rows: number; readonly edges: EdgesTried }
    | { readonly kind: 'not-filled'; readonly reason: string };
}
