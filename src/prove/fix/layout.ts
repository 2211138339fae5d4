import { locateSqlTokens } from '../../sql-text/tokens.js';

/** The line end that a text mostly uses. */
export function lineEndOf(text: string): string {
  const windows = text.split('\r\n').length - 1;
  return windows * 2 > text.split('\n').length - 1 ? '\r\n' : '\n';
}

/** The white space at the beginning of the line of a position. */
export function indentAt(text: string, position: number): string {
  const line = text.slice(lineStart(text, position));
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** Where the line of a position begins. */
export function lineStart(text: string, position: number): number {
  return text.lastIndexOf('\n', position - 1) + 1;
}

/** Replaces the line ends of an SQL text, except in strings, quoted names and bodies of routines, which they are part of. */
export function withLineEnds(sql: string, lineEnd: string): string {
  let result = '';
  let end = 0;
  const adapt = (gap: string) => gap.replace(/\r?\n/g, lineEnd);
  for (const { text, start } of locateSqlTokens(sql)) {
    result += adapt(sql.slice(end, start)) + text;
    end = start + text.length;
  }
  return result + adapt(sql.slice(end));
}
