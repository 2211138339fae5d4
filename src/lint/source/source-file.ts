import { readFile } from 'node:fs/promises';
import { hasCode } from '../../errors.js';
import type { Direction, Migration } from '../../migrations/migration.js';
import { splitSql } from '../../migrations/split-sql.js';
import type { FindingPlace } from '../finding.js';
import type { StepStatement } from '../statements/step-statements.js';
import { positionIn, sourceParts, type SourceLiteral, type SourceParts } from './source-literals.js';

/** A position in a statement, in UTF-16 units. */
export interface Spot {
  readonly statement: StepStatement;
  readonly offset: number;
}

/** A statement or call in the file, and the part of it that is meant. */
interface Extent {
  readonly start: number;
  readonly offset: number;
  readonly end: number;
}

/** The file of one direction of a migration, in which statements are found again. */
export class SourceFile {
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
  readonly #isSql: boolean;
  readonly #lineStarts: readonly number[];
  readonly #found = new Map<StepStatement, number | undefined>();
  /** Where the search for the next statement begins. */
  #next: number;
  #parts: SourceParts | undefined;

  constructor(path: string, text: string, from: number) {
    this.path = path;
    this.text = text;
    this.lines = text.split(/\r\n|\n|\r/);
    this.#isSql = path.endsWith('.sql');
    this.#next = from;
    this.#lineStarts = [
      0,
      ...[...text.matchAll(/\r\n|\n|\r/g)].map(({ 0: end, index }) => index + end.length),
    ];
  }

  /** The place of a spot, as exactly as the file shows it: the statement, or else the call that sends it. */
  placeOf({ statement, offset }: Spot): FindingPlace {
    const { path } = this;
    if (!this.#isSql) return this.#placeInCode(statement, offset);
    const start = this.#startInSql(statement);
    if (start === undefined) return { path, line: undefined };
    return this.#place({ start, offset, end: start + statement.sql.length }, statement, 'sql');
  }

  #startInSql(statement: StepStatement): number | undefined {
    if (this.#found.has(statement)) return this.#found.get(statement);
    const after = this.text.indexOf(statement.sql, this.#next);
    const start = after >= 0 ? after : this.text.indexOf(statement.sql);
    if (start >= 0) this.#next = start + statement.sql.length;
    this.#found.set(statement, start < 0 ? undefined : start);
    return this.#found.get(statement);
  }

  #placeInCode(statement: StepStatement, offset: number): FindingPlace {
    const { path } = this;
    const { line } = statement;
    this.#parts ??= sourceParts(this.text);
    const literal = this.#literalOf(statement);
    if (literal) {
      const start = literal.value.indexOf(statement.sql);
      const end = positionIn(literal, start + statement.sql.length);
      const from = positionIn(literal, start);
      return this.#place(
        { start: from, offset: positionIn(literal, start + offset) - from, end },
        statement,
        'sql',
      );
    }
    const call = this.#parts.calls.find((one) => one.line === line);
    return call
      ? this.#place({ start: call.start, offset: 0, end: call.end }, statement, 'call')
      : { path, line };
  }

  /** The literal with the statement; of several, the first at or after the line of its call. */
  #literalOf({ sql, line }: StepStatement): SourceLiteral | undefined {
    const having = this.#parts?.literals.filter(({ value }) => value.includes(sql)) ?? [];
    const from = line === undefined ? 0 : (this.#lineStarts[line - 1] ?? 0);
    return having.find(({ start }) => start >= from) ?? having.at(-1);
  }

  #place({ start, offset, end }: Extent, statement: StepStatement, written: 'sql' | 'call'): FindingPlace {
    const [from, to] = [this.#position(start + offset), this.#position(Math.max(start + offset, end))];
    return {
      path: this.path,
      line: from.line,
      column: from.column,
      endLine: to.line,
      endColumn: to.column,
      text: this.lines[from.line - 1] ?? '',
      anchors: [this.#position(start).line, ...(statement.line === undefined ? [] : [statement.line])],
      written,
    };
  }

  #position(offset: number): { readonly line: number; readonly column: number } {
    const index = this.#lineStarts.findLastIndex((start) => start <= offset);
    return { line: index + 1, column: offset - (this.#lineStarts[index] ?? 0) + 1 };
  }
}

/** Reads the file of a direction; `undefined` where it is gone. */
export async function readSourceFile(
  migration: Migration,
  direction: Direction,
): Promise<SourceFile | undefined> {
  const sql = migration.sql?.[direction];
  if (sql) return new SourceFile(sql.path, sql.text, startOfHalf(sql.text, direction));
  const text = await readFile(migration.path, 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  });
  return text === undefined ? undefined : new SourceFile(migration.path, text, 0);
}

function startOfHalf(text: string, direction: Direction): number {
  const half = splitSql(text)[direction];
  return half === undefined ? 0 : Math.max(0, text.indexOf(half));
}
