/** Comments and texts, the bodies of functions among them. */
const quoted = /--[^\n]*|\/\*[^]*?\*\/|'(?:[^']|'')*'|\$(\w*)\$[^]*?\$\1\$/g;

/** Statements that may run others, which their text does not show. */
const opaque = /(^|;)\s*(do|call|execute|select|with|values|explain|prepare)\b/i;

/** Where this does not hold, quoted texts cannot be told apart: escapes and names in Unicode escapes. */
const isPlain = (sql: string) => !/\\'|u&"/i.test(sql);

/**
 * Whether the statements may have changed values of this column while a table with it was rewritten.
 * PostgreSQL computes the values of a column anew only for `ALTER COLUMN … TYPE … USING`, which names
 * the column (manual, ALTER TABLE); another type shows in the catalog. Every other rewrite copies.
 * What cannot be told from the text may have changed any column.
 */
export function mayRewriteValues(statements: readonly string[], column: string): boolean {
  return statements.some((sql) => {
    const text = sql.replaceAll(quoted, ' ');
    if (!isPlain(sql) || opaque.test(text)) return true;
    return /\busing\b/i.test(text) && text.toLowerCase().includes(asWritten(column));
  });
}

/** Within quotes, a quote is doubled (manual, 4.1.1). */
function asWritten(name: string): string {
  return name.replaceAll('"', '""').toLowerCase();
}
