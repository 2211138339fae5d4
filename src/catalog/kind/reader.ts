import type { CatalogObject, Kind } from '../model/object.js';

/** A catalog whose OIDs identify an object together with all its parts. */
export type RootCatalog = `pg_${string}`;

/** The first column of every reader's query. */
export interface ReaderRow {
  /** OID, in the reader's root catalog, of the object that the row belongs to. */
  readonly root: string;
}

/**
 * Reads one kind of object with one set-based statement.
 *
 * `query` receives a condition on the root's OID, empty for a full read or `AND <oid> = ANY ($1)` for a read
 * of some roots only, and appends it to its own WHERE conditions.
 */
export interface Reader<K extends Kind = Kind, Row extends ReaderRow = never> {
  readonly kind: K;
  readonly root: RootCatalog;
  /** SQL expression of the root's OID in `query`, such as `c.oid` or `a.attrelid`. */
  readonly rootOid: string;
  /**
   * Member catalog, as in the fingerprint, with a row for each root that has such objects; roots without one
   * are not queried.
   */
  readonly member?: string;
  query(scope: string, server: { readonly major: number }): string;
  toObject(row: Row): CatalogObject & { readonly kind: K };
}
