/**
 * Tokens of SQL (manual, 4.1 Lexical Structure): comments (block comments nest, so they are matched by hand),
 * strings, quoted names, dollar-quoted texts, words, numbers and operators, which end where a comment begins.
 */
const token =
  /--[^\n]*|\/\*|[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|(?<![\w$])\$([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|\d[\w.]*|(?:(?!--|\/\*)[-+*/<>=~!@#%^&|`?])+|[\s\S]/gu;

/** A token and where it begins. */
export interface SqlToken {
  readonly text: string;
  readonly start: number;
}

/** The tokens of an SQL text as they are written, without comments and the space between them. */
export function* readSqlTokens(text: string): Generator<string> {
  for (const { text: written } of locateSqlTokens(text)) yield written;
}

export function* locateSqlTokens(text: string): Generator<SqlToken> {
  const scanner = new RegExp(token);
  for (let match = scanner.exec(text); match; match = scanner.exec(text)) {
    const found = match[0];
    if (found === '/*') scanner.lastIndex = endOfComment(text, scanner.lastIndex);
    else if (isDollarQuote(found)) {
      const start = match.index;
      scanner.lastIndex = endOfDollarQuote(text, found, scanner.lastIndex);
      yield { text: text.slice(start, scanner.lastIndex), start };
    } else if (!/^(--|\s)/.test(found)) yield { text: found, start: match.index };
  }
}

function isDollarQuote(found: string): boolean {
  return found.length > 1 && found.startsWith('$');
}

function endOfComment(text: string, start: number): number {
  const edge = /\/\*|\*\//g;
  edge.lastIndex = start;
  let depth = 1;
  for (let match = edge.exec(text); match; match = edge.exec(text)) {
    depth += match[0] === '/*' ? 1 : -1;
    if (depth === 0) return edge.lastIndex;
  }
  return text.length;
}

function endOfDollarQuote(text: string, quote: string, start: number): number {
  const end = text.indexOf(quote, start);
  return end < 0 ? text.length : end + quote.length;
}
