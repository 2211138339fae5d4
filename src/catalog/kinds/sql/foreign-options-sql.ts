/**
 * Names of options whose values are secrets in common wrappers (`password`, `sslkey`, `secret_access_key`).
 */
const secretNames = '(pass(word|phrase)?|secret|token|credential|(^|_)key$|sslkey)';

/**
 * SQL expression of a `name=value` list in the syntax of OPTIONS, sorted by name, NULL when empty. Secrets
 * are compared by a digest and never read.
 */
export function foreignOptionsSql(options: string): string {
  return `NULLIF(ARRAY(SELECT (pg_catalog.quote_ident(x.option_name) || ' '
      || CASE WHEN x.option_name ~* '${secretNames}'
        THEN '(secret ' || pg_catalog.left(pg_catalog.encode(pg_catalog.sha256(
          pg_catalog.convert_to(x.option_value, 'UTF8')), 'hex'), 12) || ')'
        ELSE pg_catalog.quote_literal(x.option_value) END) COLLATE "C"
    FROM pg_catalog.pg_options_to_table(${options}) AS x ORDER BY 1), '{}')`;
}
