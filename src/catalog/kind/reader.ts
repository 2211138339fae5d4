import type { CatalogObject, Kind } from '../model/object.js';

/** A catalog whose OIDs identify an object together with everything that belongs to it. */
export type RootCatalog = `pg_${string}`;

/** What every reader's query returns in its first column. */
export interface ReaderRow {
  /** OID, in the reader's root catalog, of the object that this row belongs to. */
  readonly root: string;
}

/**
 * Reads one kind of object with one set-based statement.
 *
 * `query` gets a condition on the root's OID, empty for a full read or `AND <oid> = ANY ($1)` for a
 * read of some roots only; it puts it behind its own WHERE conditions.
 */
export interface Reader<K extends Kind = Kind, Row extends ReaderRow = never> {
  readonly kind: K;
  readonly root: RootCatalog;
  /** SQL expression of the root's OID inside `query`, such as `c.oid` or `a.attrelid`. */
  readonly rootOid: string;
  /**
   * Member catalog, as the fingerprint names it, that holds a row for each root with such objects;
   * roots without one are not asked for.
   */
  readonly member?: string;
  query(scope: string, server: { readonly major: number }): string;
  toObject(row: Row): CatalogObject & { readonly kind: K };
}
