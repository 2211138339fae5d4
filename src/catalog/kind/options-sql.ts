import { firstUserOid } from './membership-sql.js';

/** Kinds of objects with a list of `name=value` options whose names the server checks. */
export type OptionHolder = 'column' | 'table' | 'index' | 'view' | 'tablespace';

/**
 * The options that a user can set, in PostgreSQL 14 to 18 (reloptions.c; manual, "Storage Parameters" of
 * CREATE TABLE and CREATE INDEX, CREATE VIEW, CREATE TABLESPACE, ALTER TABLE … ALTER COLUMN … SET).
 */
export const settableOptions: Readonly<Record<OptionHolder, readonly string[]>> = {
  column: ['n_distinct', 'n_distinct_inherited'],
  // Some of these also apply to materialized views and TOAST tables.
  table: [
    ...['autovacuum_analyze_scale_factor', 'autovacuum_analyze_threshold', 'autovacuum_enabled'],
    ...['autovacuum_freeze_max_age', 'autovacuum_freeze_min_age', 'autovacuum_freeze_table_age'],
    ...['autovacuum_multixact_freeze_max_age', 'autovacuum_multixact_freeze_min_age'],
    ...['autovacuum_multixact_freeze_table_age', 'autovacuum_vacuum_cost_delay'],
    ...['autovacuum_vacuum_cost_limit', 'autovacuum_vacuum_insert_scale_factor'],
    ...['autovacuum_vacuum_insert_threshold', 'autovacuum_vacuum_max_threshold'],
    ...['autovacuum_vacuum_scale_factor', 'autovacuum_vacuum_threshold', 'fillfactor'],
    ...['log_autovacuum_min_duration', 'parallel_workers', 'toast_tuple_target', 'user_catalog_table'],
    ...['vacuum_index_cleanup', 'vacuum_max_eager_freeze_failure_rate', 'vacuum_truncate'],
  ],
  index: [
    ...['autosummarize', 'buffering', 'deduplicate_items', 'fastupdate', 'fillfactor'],
    ...['gin_pending_list_limit', 'pages_per_range', 'vacuum_cleanup_index_scale_factor'],
  ],
  view: ['check_option', 'security_barrier', 'security_invoker'],
  tablespace: [
    ...['effective_io_concurrency', 'maintenance_io_concurrency', 'random_page_cost', 'seq_page_cost'],
  ],
};

/**
 * Options that the server sets itself and that no user can set: `pg_attver` (PostgreSQL 15.20) contains the
 * position in the write-ahead log at which the columns of a relation were written.
 */
export const serverOptions: readonly string[] = ['pg_attver'];

export interface OptionList {
  /** SQL expression of the `text[]`. */
  readonly options: string;
  readonly holder: OptionHolder;
  /**
   * SQL expression of the OID of the access method; an access method of an extension has options of its own.
   */
  readonly accessMethod?: string;
}

/** SQL expression of the options that a user can set, sorted; NULL if there are none. */
export function settableOptionsSql(list: OptionList): string {
  return `NULLIF(ARRAY(SELECT item COLLATE "C" FROM pg_catalog.unnest(${list.options}) AS item
    WHERE ${isSettable('item', list)} ORDER BY 1), '{}')`;
}

/** SQL condition: a user can set the option of `item`, which is a `name=value`. */
export function isSettable(item: string, { holder, accessMethod }: OptionList): string {
  const isBuiltIn = `${optionName(item)} ${anyOf(settableOptions[holder])}`;
  if (accessMethod === undefined) return isBuiltIn;
  return `(${isBuiltIn} OR (${accessMethod} >= ${firstUserOid} AND NOT ${isOfServer(item)}))`;
}

/** SQL condition: only the server sets the option of `item`. */
export function isOfServer(item: string): string {
  return `(${optionName(item)} ${anyOf(serverOptions)})`;
}

/** SQL expression of the name in `name=value` or `toast.name=value`. */
export function optionName(item: string): string {
  return `pg_catalog.regexp_replace(${item}, '^toast[.]|=.*$', '', 'g')`;
}

function anyOf(names: readonly string[]): string {
  return `= ANY ('{${names.join(',')}}'::pg_catalog.text[])`;
}
