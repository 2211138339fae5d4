import type { Direction, Migration, SqlFile } from './migration.js';
import { startOfStatement } from './statement-start.js';

/** Location of a failed statement. */
export interface FailureLocation {
  /** Absolute path of the migration's file. */
  readonly path: string;
  /** 1-based; of the file. */
  readonly line: number | undefined;
  /** 1-based, in characters; of an SQL file. */
  readonly column?: number;
  /** Lines around the place in which the server points, with a caret. */
  readonly excerpt: readonly string[];
}

export interface FailedStatement {
  readonly migration: Migration;
  readonly direction: Direction;
  readonly sql: string;
  /** Character, from 1, that the server points at; 0 where it does not say. */
  readonly position: number;
  /** Number of statements of the text that ran before the failed one, if known. */
  readonly completed: number | undefined;
  /** Line of the call that sent it, in a file of code. */
  readonly line: number | undefined;
}

/** In the file of an SQL migration; else in the statement, which the code of the file has made. */
export function locationOf({ migration, direction, line, ...statement }: FailedStatement): FailureLocation {
  const at = offsetOf(statement);
  const file = migration.sql?.[direction];
  const start = file && startIn(file, statement.sql);
  if (!file || start === undefined) {
    const text = statement.sql.trimEnd();
    return { path: migration.path, line, excerpt: excerptOf(text, { at, numbers: 'hidden' }) };
  }
  if (at.offset === undefined) return { path: file.path, line: undefined, excerpt: [] };
  const inFile = { ...at, offset: start + at.offset };
  return {
    path: file.path,
    ...lineAndColumn(file.text, inFile.offset),
    excerpt: excerptOf(file.text.trimEnd(), { at: inFile, numbers: 'shown' }),
  };
}

interface Point {
  /** In UTF-16 units; missing where nothing points into the text. */
  readonly offset: number | undefined;
  /** Whether the server reported the position of the error within the statement. */
  readonly caret: 'shown' | 'hidden';
}

function offsetOf({
  sql,
  position,
  completed,
}: Pick<FailedStatement, 'sql' | 'position' | 'completed'>): Point {
  if (position > 0) return { offset: unitsOf(sql, position - 1), caret: 'shown' };
  return { offset: completed === undefined ? undefined : startOfStatement(sql, completed), caret: 'hidden' };
}

/** The server counts characters (manual, 53.8), JavaScript UTF-16 units. */
function unitsOf(text: string, characters: number): number {
  let units = 0;
  let counted = 0;
  for (const character of text) {
    if (counted === characters) break;
    counted += 1;
    units += character.length;
  }
  return units;
}

/** node-pg-migrate ends a text with a semicolon where it has none. */
function startIn({ text }: SqlFile, sql: string): number | undefined {
  const start = [sql, sql.replace(/;$/, '')].map((one) => text.indexOf(one)).find((index) => index >= 0);
  return start;
}

function lineAndColumn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split(lineEnd);
  return { line: before.length, column: Array.from(before.at(-1) ?? '').length + 1 };
}

const lineEnd = /\r\n|\n|\r/;

/** Lines shown around the place. */
const context = 3;

interface ExcerptOptions {
  readonly at: Point;
  readonly numbers: 'shown' | 'hidden';
}

function excerptOf(text: string, { at: { offset = 0, caret }, numbers }: ExcerptOptions): readonly string[] {
  const lines = text.split(lineEnd);
  const before = text.slice(0, offset).split(lineEnd);
  const index = before.length - 1;
  const from = Math.max(0, index - context);
  const width = numbers === 'shown' ? `${Math.min(lines.length, index + context + 1)}`.length : 0;
  const margin = (number: number | undefined) =>
    numbers === 'shown' ? `  ${`${number ?? ''}`.padStart(width)} |` : '  |';
  return lines.slice(from, index + context + 1).flatMap((line, place) => {
    const shown = `${margin(from + place + 1)} ${line}`;
    if (caret === 'hidden' || from + place !== index) return [shown];
    return [shown, `${margin(undefined)} ${blankLike(before.at(-1) ?? '')}^`];
  });
}

/** Characters that take no column of their own, and those that take two. */
const narrow = /\p{Mn}|\p{Me}|[\u200b-\u200d]|\ufe0f/u;
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u;

/** Returns blanks of the same width as the text, keeping tabs. */
export function blankLike(text: string): string {
  const blanks = Array.from(text, (character) => {
    if (character === '\t') return '\t';
    if (narrow.test(character)) return '';
    return wide.test(character) ? '  ' : ' ';
  });
  return blanks.join('');
}
