import { UsageError } from '../../errors.js';
import { locateSqlTokens } from '../../sql-text/tokens.js';

/** A file of SQL, without what only psql reads. */
export interface ScriptText {
  /** For messages: relative to the project. */
  readonly label: string;
  /** Other texts are replaced by spaces, so that places stay the same. */
  readonly sql: string;
  /** What was left out, in a sentence each. */
  readonly notes: readonly string[];
}

/** Commands of psql that do not change what the statements mean. */
const harmless = /^\\(?:restrict|unrestrict|echo|qecho|warn|timing|pset|encoding|x|o|c|connect)\b/;

/**
 * Leaves out commands of psql, such as the `\restrict` and `\connect` of pg_dump, and the rows of `COPY … FROM
 * stdin`.
 * @throws UsageError naming the line of a command that has a meaning here, such as `\i`
 */
export function readScriptText(label: string, content: string): ScriptText {
  const text = content.replace(/^\uFEFF/, ' ');
  const notes: string[] = [];
  let sql = text;
  for (let part = nextForeignPart(sql); part; part = nextForeignPart(sql, part.end)) {
    const place = `${label}:${lineAt(text, part.start)}`;
    if (part.kind === 'rows') notes.push(`${place}: the rows of COPY are left out: only the schema counts`);
    else if (!harmless.test(part.command)) throw notUnderstood(place, part.command);
    else if (part.command.startsWith('\\c')) notes.push(`${place}: ${part.command} is left out`);
    sql = blankOut(sql, part);
  }
  return { label, sql, notes };
}

/** Number of the line that contains a character. */
export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

function notUnderstood(place: string, command: string): UsageError {
  return new UsageError(`${place}: psql's command ${command} is not supported`, {
    remedy: 'Remove it. For several files give their folder: they are read in the order of their names.',
  });
}

interface Part {
  readonly start: number;
  readonly end: number;
}

type ForeignPart = Part &
  ({ readonly kind: 'command'; readonly command: string } | { readonly kind: 'rows' });

/** Finds the next command of psql, or `COPY … FROM stdin` with its rows, from an index on. */
function nextForeignPart(text: string, from = 0): ForeignPart | undefined {
  let statement: { readonly start: number; readonly words: string[] } | undefined;
  for (const { text: token, start } of locateSqlTokens(text.slice(from))) {
    const at = from + start;
    if (token === '\\') {
      const end = endOfLine(text, at);
      return { kind: 'command', start: at, end, command: text.slice(at, end).trim() };
    }
    if (token === ';') {
      if (statement && isCopyFromClient(statement.words))
        return { kind: 'rows', start: statement.start, end: endOfRows(text, at) };
      statement = undefined;
    } else {
      statement ??= { start: at, words: [] };
      statement.words.push(token.toLowerCase());
    }
  }
  return undefined;
}

function isCopyFromClient(words: readonly string[]): boolean {
  return words[0] === 'copy' && words[words.indexOf('from') + 1] === 'stdin';
}

/** The rows end with a line `\.`. */
function endOfRows(text: string, from: number): number {
  const end = /^\\\.$/m.exec(text.slice(from));
  return end ? from + end.index + 2 : text.length;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function blankOut(text: string, { start, end }: Part): string {
  return text.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, ' ') + text.slice(end);
}
