/** What became of a table that was empty. */
export interface FilledTable {
  /** As PostgreSQL prints it: `public.users`. */
  readonly table: string;
  readonly outcome:
    | { readonly kind: 'filled'; readonly rows: number }
    | { readonly kind: 'not-filled'; readonly reason: string };
}
