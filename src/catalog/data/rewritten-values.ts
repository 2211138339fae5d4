/** Comments and texts, the bodies of functions among them; names in quotes, which are kept, can hold the marks of either. */
const quoted = /"(?:[^"]|"")*"|--[^\n]*|\/\*[^]*?\*\/|'(?:[^']|'')*'|\$(\w*)\$[^]*?\$\1\$/g;

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
    const text = sql.replaceAll(quoted, (found) => (found.startsWith('"') ? found : ' '));
    if (!isPlain(sql) || opaque.test(text)) return true;
    const words = new Set(text.toLowerCase().match(identifier));
    return words.has('using') && spellings(column).some((name) => words.has(name));
  });
}

const identifier = /"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*/gu;

/** With and without quotes; within them a quote is doubled (manual, 4.1.1). */
function spellings(column: string): readonly string[] {
  const name = column.toLowerCase();
  return [name, `"${name.replaceAll('"', '""')}"`];
}
