const word = /"(?:[^"]|"")*"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/gu;

/**
 * Which of the tables (`public.users`, `public."Order"`) occur in the statements, by their name
 * without the schema: as a word anywhere, also in strings, comments and the bodies of functions.
 */
export function tablesNamedIn(statements: readonly string[], tables: readonly string[]): readonly string[] {
  const named = new Set(statements.flatMap(wordsOf));
  return tables.filter((table) => named.has(unqualified(table)));
}

/**
 * A quoted text counts as a name and as the words in it: it may be part of an SQL string. A `$` in a word may
 * begin the end of a string, as in `$$DELETE FROM users$$`.
 */
function wordsOf(text: string): readonly string[] {
  return (text.match(word) ?? []).flatMap((found): readonly string[] => {
    if (found.startsWith('"')) return [unquote(found), ...wordsOf(found.slice(1, -1))];
    const parts = found.includes('$') ? wordsOf(found.replaceAll('$', ' ')) : [];
    return [found.toLowerCase(), found, ...parts];
  });
}

function unqualified(table: string): string {
  const name = /(?:"(?:[^"]|"")*"|[^".]+)$/u.exec(table)?.[0] ?? table;
  return name.startsWith('"') ? unquote(name) : name;
}

function unquote(name: string): string {
  return name.slice(1, -1).replaceAll('""', '"');
}
