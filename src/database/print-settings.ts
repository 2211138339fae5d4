/**
 * Everything that changes how PostgreSQL prints values and definitions, fixed for the transaction. An empty
 * `search_path` makes it qualify every name that is not in `pg_catalog`.
 *
 * What reads add for themselves: the digits of floating-point numbers (1 prints the shortest text that is read as the
 * same number; a backup takes 3, as pg_dump does, which servers before PostgreSQL 12 understand as well), and `jit`,
 * which is off where many small queries are planned.
 */
export const printSettings = `
SET LOCAL search_path = '';
SET LOCAL datestyle = 'ISO, YMD';
SET LOCAL intervalstyle = 'postgres';
SET LOCAL timezone = 'UTC';
SET LOCAL bytea_output = 'hex';
SET LOCAL lc_monetary = 'C';
SET LOCAL standard_conforming_strings = on;
SET LOCAL quote_all_identifiers = off;
`;
