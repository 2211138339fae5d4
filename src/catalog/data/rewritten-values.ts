/**
 * Comments and literals, including function bodies. Quoted names, which are kept, can contain the delimiters
 * of either.
 */
const quoted = /"(?:[^"]|"")*"|--[^\n]*|\/\*[^]*?\*\/|'(?:[^']|'')*'|\$(\w*)\$[^]*?\$\1\$/g;

/** Statements that may run others which their text does not contain. */
const opaque = /(^|;)\s*(do|call|execute|select|with|values|explain|prepare)\b/i;

/**
 * False for SQL in which quoted texts cannot be recognized: backslash escapes, and names with Unicode
 * escapes.
 */
const isPlain = (sql: string) => !/\\'|u&"/i.test(sql);

/**
 * Whether the statements may have changed values of this column while its table was rewritten. PostgreSQL
 * computes new values only for `ALTER COLUMN … TYPE … USING`, which names the column (manual, ALTER TABLE);
 * another type is visible in the catalog. Every other rewrite copies. A text that cannot be analysed may have
 * changed any column.
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

/** A name with and without quotes; within a quoted name, quotes are doubled (manual, 4.1.1). */
function spellings(column: string): readonly string[] {
  const name = column.toLowerCase();
  return [name, `"${name.replaceAll('"', '""')}"`];
}
