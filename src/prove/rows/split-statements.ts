/**
 * What has to be skipped to find the `;` between statements: comments (block comments nest, so
 * they are matched by hand), strings, quoted names and dollar-quoted texts (manual, Lexical Structure).
 */
const token =
  /--[^\n]*|\/\*|[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|(?<![\w$])\$([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|[;()]|[\s\S]/gu;

/** The words and signs of one statement, comments left out, strings as `''`, words in lower case. */
export type Tokens = readonly string[];

/**
 * Splits SQL texts at the `;` that end statements. The bodies of SQL functions
 * (`BEGIN ATOMIC … END`) hold such signs as well: there, one statement may come as several.
 */
export function splitStatements(text: string): readonly Tokens[] {
  const statements: string[][] = [[]];
  for (const word of readTokens(text)) {
    if (word === ';') statements.push([]);
    else statements.at(-1)?.push(word);
  }
  return statements.filter((words) => words.length > 0);
}

function* readTokens(text: string): Generator<string> {
  const scanner = new RegExp(token);
  for (let match = scanner.exec(text); match; match = scanner.exec(text)) {
    const found = match[0];
    if (found === '/*') scanner.lastIndex = endOfComment(text, scanner.lastIndex);
    else if (isDollarQuote(found)) {
      scanner.lastIndex = endOfDollarQuote(text, found, scanner.lastIndex);
      yield "''";
    } else if (!/^(--|\s)/.test(found)) yield simplify(found);
  }
}

function isDollarQuote(found: string): boolean {
  return found.length > 1 && found.startsWith('$');
}

function simplify(found: string): string {
  if (/^(e?')/i.test(found) && found.endsWith("'")) return "''";
  return found.startsWith('"') ? found : found.toLowerCase();
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
