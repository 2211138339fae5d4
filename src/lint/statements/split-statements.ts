import { parseSql } from '../../sql-text/parser.js';
import { locateSqlTokens } from '../../sql-text/tokens.js';
import type { StepStatement } from './step-statements.js';

type Part = Pick<StepStatement, 'sql' | 'start' | 'parsed'>;

/**
 * The statements of a text. Where one of them cannot be parsed, neither can the text: then it is split at its
 * semicolons, so that the others are still checked.
 */
export function splitStatements(text: string): readonly Part[] {
  const parsed = parseSql(text);
  if (parsed) return parsed.map((one) => ({ sql: one.text, start: one.start, parsed: one }));
  return splitAtSemicolons(text).map(({ sql, start }) => {
    const [only, ...more] = parseSql(sql) ?? [];
    return {
      sql,
      start: Buffer.byteLength(text.slice(0, start)),
      parsed: more.length === 0 ? only : undefined,
    };
  });
}

function splitAtSemicolons(text: string): readonly { readonly sql: string; readonly start: number }[] {
  const parts: { sql: string; start: number }[] = [];
  let start: number | undefined;
  let end = 0;
  for (const token of locateSqlTokens(text)) {
    if (token.text === ';') {
      if (start !== undefined) parts.push({ sql: text.slice(start, token.start), start });
      start = undefined;
    } else {
      start ??= token.start;
      end = token.start + token.text.length;
    }
  }
  if (start !== undefined) parts.push({ sql: text.slice(start, end), start });
  return parts;
}
