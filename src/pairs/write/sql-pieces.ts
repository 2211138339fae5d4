import { locateSqlTokens } from '../../sql-text/tokens.js';

/** A name, quoted or not. */
export const name = '(?:"(?:[^"]|"")+"|[a-z_][a-z0-9_$]*)';

/** A name that may be qualified. */
export const qualified = `${name}(?:\\.${name})?`;

/** The name that a printed one stands for. */
export function unquote(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}

/** Splits a text at the commas outside of parentheses, strings and quotes. */
export function splitList(text: string): readonly string[] {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (const token of locateSqlTokens(text)) {
    depth += depthOf(token.text);
    if (token.text !== ',' || depth > 0) continue;
    parts.push(text.slice(start, token.start).trim());
    start = token.start + 1;
  }
  return [...parts, text.slice(start).trim()];
}

export function depthOf(token: string): number {
  if (token === '(' || token === '[') return 1;
  return token === ')' || token === ']' ? -1 : 0;
}

/** Splits a text before each of the keywords that stands outside of parentheses and strings. */
export function splitAtKeywords(text: string, keywords: readonly string[]): readonly string[] {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (const token of locateSqlTokens(text)) {
    depth += depthOf(token.text);
    if (depth > 0 || token.start === 0 || !keywords.includes(token.text)) continue;
    parts.push(text.slice(start, token.start).trim());
    start = token.start;
  }
  return [...parts, text.slice(start).trim()];
}

/** The value of a string literal without escapes; `undefined` for other texts. */
export function stringValue(text: string): string | undefined {
  return /^'(?:[^']|'')*'$/.test(text) ? text.slice(1, -1).replaceAll("''", "'") : undefined;
}

/** Removes one pair of parentheses around the whole text. */
export function withoutParentheses(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  let depth = 0;
  for (const token of locateSqlTokens(text)) {
    depth += depthOf(token.text);
    if (depth === 0 && token.start < text.length - 1) return text;
  }
  return text.slice(1, -1);
}
