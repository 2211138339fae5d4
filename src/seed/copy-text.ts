import { UserCode } from '../modules/user-code.js';
import type { LoadValue } from './load-plan.js';

/** Characters that are sent at a time: enough to make a call cheap, few enough to stay flat. */
const portion = 1 << 17;

/** Characters that COPY's text format escapes (manual, COPY, Text Format). */
const special = /[\\\t\n\r]/;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

export interface CopyRows {
  /** Values of a row; one with a number of its own ahead. */
  readonly row: (index: number) => readonly LoadValue[];
  /** Number of row 0. */
  readonly first: number;
  /** Rows to make: from this one on, up to but not with the other. */
  readonly from: number;
  readonly to: number;
  /** Called with the number of rows since the last call. */
  readonly made: (rows: number) => void;
}

/** Makes the rows one by one and gives them in COPY's text format, some at a time. */
export async function* copyText({ row, first, from, to, made }: CopyRows): AsyncGenerator<Buffer> {
  const code = new UserCode({ paths: [] });
  let next = from;
  do {
    const { text, end } = code.runAtOnce(() => portionFrom(next, { row, first, to }));
    yield await Promise.resolve(Buffer.from(text));
    made(end - next);
    next = end;
  } while (next < to);
}

function portionFrom(from: number, { row, first, to }: Pick<CopyRows, 'row' | 'first' | 'to'>) {
  let text = '';
  let index = from;
  for (; index < to && text.length < portion; index += 1) text += lineOf(first + index, row(index));
  return { text, end: index };
}

function lineOf(number: number, values: readonly LoadValue[]): string {
  let line = String(number);
  for (const value of values) line += `\t${toText(value)}`;
  return `${line}\n`;
}

function toText(value: LoadValue): string {
  if (typeof value === 'string') return special.test(value) ? escaped(value) : value;
  if (value === null) return '\\N';
  if (value instanceof Date) return value.toISOString();
  return String(value);
}

function escaped(value: string): string {
  return value.replace(/[\\\t\n\r]/g, (character) => escapes[character] ?? character);
}
