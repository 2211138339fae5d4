/** An index of the schema, as the pages describe it. */
export interface Index {
  readonly name: string;
  /** From the access method on: `btree (a, b DESC) WHERE (…)`. */
  readonly definition: string;
  readonly services: readonly Service[];
  readonly cost: IndexCost;
  readonly comment: string | undefined;
  readonly traits: readonly string[];
}

/** A use of an index; each can be deduced from the catalog alone. */
export type Service =
  | { readonly kind: 'unusable' }
  | {
      readonly kind: 'constraint';
      readonly type: 'primary key' | 'unique' | 'exclusion';
      readonly name: string;
    }
  | { readonly kind: 'uniqueness'; readonly keys: readonly string[] }
  | { readonly kind: 'referenced by'; readonly relations: readonly string[] }
  | { readonly kind: 'foreign key'; readonly name: string; readonly referenced: string }
  | { readonly kind: 'look-up'; readonly method: string; readonly keys: readonly string[] }
  | { readonly kind: 'included'; readonly columns: readonly string[] }
  | { readonly kind: 'partial'; readonly predicate: string }
  | { readonly kind: 'redundant'; readonly with: string; readonly because: 'same keys' | 'leading keys' };

export interface IndexCost {
  /** The entries that an inserted row adds. */
  readonly entries:
    'one for each row' | 'one for each element' | 'a summary of page ranges' | 'up to the method';
  /** Columns whose change prevents a heap-only (HOT) update; empty where none does. */
  readonly columns: readonly string[];
  readonly predicate: string | undefined;
}
