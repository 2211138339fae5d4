import type { Node } from 'libpg-query';
import { findAll, lastName } from '../../sql-text/nodes.js';

/**
 * Functions of PostgreSQL that are not volatile (`pg_proc.provolatile`), as defaults call them. Any other function
 * counts as volatile: for a default with a volatile function, ADD COLUMN rewrites the table.
 */
const notVolatile: ReadonlySet<string> = new Set(
  (
    'now transaction_timestamp statement_timestamp current_setting timezone date_trunc date_part extract age ' +
    'make_date make_time make_timestamp make_timestamptz make_interval to_timestamp to_date to_char to_number ' +
    'lower upper initcap btrim ltrim rtrim concat concat_ws format md5 sha256 length char_length replace repeat ' +
    'left right substring substr lpad rpad split_part reverse encode decode abs ceil ceiling floor round trunc ' +
    'power sqrt greatest least coalesce array_fill string_to_array to_json to_jsonb json_build_object ' +
    'jsonb_build_object json_build_array jsonb_build_array json_object jsonb_object row_to_json current_database ' +
    'current_schema int4range int8range numrange daterange tsrange tstzrange to_tsvector host network'
  ).split(' '),
);

/** The first function of an expression that is volatile, or may be. */
export function volatileFunction(expression: Node | undefined): string | undefined {
  const names = findAll(expression, 'FuncCall').map(({ funcname }) => lastName(funcname));
  return names.find((name) => !notVolatile.has(name));
}
