import { findSyntaxError, parseSql, type SqlStatement } from '../../sql-text/parser.js';
import { lineAt, type ScriptText } from './script-text.js';

/** A statement of an SQL file. */
export interface ScriptStatement extends SqlStatement {
  /** For messages: `schema.sql:12`. */
  readonly place: string;
  /** For messages about a character of the statement, counted from 0. */
  placeOf(index: number): string;
}

export interface ParsedScript {
  readonly statements: readonly ScriptStatement[];
  /** The first syntax error, with its place. */
  readonly mistake?: string;
}

export function parseScript({ label, sql }: ScriptText): ParsedScript {
  const parsed = parseSql(sql);
  if (!parsed) {
    const error = findSyntaxError(sql) ?? { message: 'it cannot be parsed', position: 0 };
    return { statements: [], mistake: `${label}:${lineAt(sql, error.position)}: ${error.message}` };
  }
  return { statements: locate(parsed, { label, sql }) };
}

/** The statements follow each other in the text. */
function locate(
  statements: readonly SqlStatement[],
  { label, sql }: Pick<ScriptText, 'label' | 'sql'>,
): readonly ScriptStatement[] {
  const lineOf = lineCounter(sql);
  let from = 0;
  return statements.map((statement) => {
    const start = Math.max(sql.indexOf(statement.text, from), from);
    from = start + statement.text.length;
    const placeOf = (index: number) => `${label}:${lineOf(start + index)}`;
    return { ...statement, place: placeOf(codeStart(statement.text)), placeOf };
  });
}

/** Index of the first character that is neither space nor in a comment. */
function codeStart(text: string): number {
  return /^(?:\s+|--[^\n]*|\/\*[^]*?\*\/)*/.exec(text)?.[0].length ?? 0;
}

function lineCounter(text: string): (index: number) => number {
  const ends = [...text.matchAll(/\n/g)].map(({ index }) => index);
  return (index) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) < index) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}
