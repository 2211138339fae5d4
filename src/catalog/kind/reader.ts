import type { CatalogObject, Kind } from '../model/object.js';

/** Catalogs whose OIDs identify an object together with everything that belongs to it. */
export const rootCatalogs = [
  'pg_namespace',
  'pg_class',
  'pg_type',
  'pg_proc',
  'pg_extension',
  'pg_language',
  'pg_collation',
  'pg_conversion',
  'pg_operator',
  'pg_opfamily',
  'pg_opclass',
  'pg_am',
  'pg_cast',
  'pg_transform',
  'pg_ts_parser',
  'pg_ts_template',
  'pg_ts_dict',
  'pg_ts_config',
  'pg_foreign_data_wrapper',
  'pg_foreign_server',
  'pg_user_mapping',
  'pg_statistic_ext',
  'pg_event_trigger',
  'pg_publication',
  'pg_subscription',
  'pg_default_acl',
  'pg_description',
  'pg_seclabel',
  'pg_database',
  'pg_db_role_setting',
  'pg_authid',
  'pg_auth_members',
  'pg_tablespace',
  'pg_parameter_acl',
] as const;

export type RootCatalog = (typeof rootCatalogs)[number];

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
