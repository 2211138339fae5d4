import pg from 'pg';

/** Quotes an identifier, always, so that keywords and capitals are safe. */
export function quoteIdentifier(name: string): string {
  return pg.escapeIdentifier(name);
}

/** Quotes a qualified name from its parts: `"schema"."table"`. */
export function quoteQualified(...parts: readonly string[]): string {
  return parts.map(quoteIdentifier).join('.');
}

/** Quotes a string literal; backslashes turn it into an `E''` literal. */
export function quoteLiteral(value: string): string {
  return pg.escapeLiteral(value);
}
