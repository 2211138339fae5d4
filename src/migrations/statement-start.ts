import { locateSqlTokens } from '../sql-text/tokens.js';

/**
 * Returns the position of a statement, numbered from 0, in a text of several; `undefined` if unknown: in a
 * routine with a body that is not quoted (`BEGIN ATOMIC`) a `;` does not end the statement.
 */
export function startOfStatement(text: string, number: number): number | undefined {
  if (/\bbegin\s+atomic\b/i.test(text)) return undefined;
  let at = 0;
  let depth = 0;
  let start: number | undefined;
  for (const token of locateSqlTokens(text)) {
    if (token.text === ';' && depth === 0) {
      // An empty statement is none.
      if (start !== undefined) at += 1;
      start = undefined;
      continue;
    }
    start ??= token.start;
    if (at === number) return start;
    if (token.text === '(') depth += 1;
    if (token.text === ')') depth -= 1;
  }
  return undefined;
}
