import type { Node, parsePlPgSQLSync, ParseResult, parseSync, scanSync, SqlError } from 'libpg-query';

interface Parser {
  readonly parseSync: typeof parseSync;
  readonly parsePlPgSQLSync: typeof parsePlPgSQLSync;
  readonly scanSync: typeof scanSync;
}

/** One statement of an SQL text. */
export interface SqlStatement {
  /** As it is written, without the `;` that ends it. */
  readonly text: string;
  /** Where it begins in the text that was parsed, in bytes of UTF-8: the parser counts all locations so. */
  readonly start: number;
  /** Tag and fields of PostgreSQL's parse tree, such as `{ IndexStmt: … }` (`src/include/nodes/parsenodes.h`). */
  readonly node: Node;
}

/** `undefined` where PostgreSQL 18 cannot parse the text: a syntax error, or the syntax of a later version. */
export type ParsedSql = readonly SqlStatement[] | undefined;

let loading: Promise<Parser> | undefined;
let loaded: Parser | undefined;

/**
 * Loads PostgreSQL's own parser, which is WebAssembly. Everything that reads SQL texts needs it; commands that read
 * none do not pay for it.
 */
export async function loadSqlParser(): Promise<void> {
  loading ??= import('libpg-query').then(async (parser) => {
    await parser.loadModule();
    // The first parse compiles; later ones may happen while a step holds locks.
    parser.parseSync('SELECT 1');
    return parser;
  });
  loaded = await loading;
}

/** A migration is read several times in a run: for its up, its down and the second up. */
const remembered = new Map<string, ParsedSql>();
const mostRemembered = 500;

/**
 * Parses an SQL text of any number of statements.
 * @throws Error where `loadSqlParser` was not awaited before
 */
export function parseSql(text: string): ParsedSql {
  if (remembered.has(text)) return remembered.get(text);
  const parsed = parse(text);
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(text, parsed);
  return parsed;
}

function parse(text: string): ParsedSql {
  if (text.trim() === '') return [];
  const result = unlessInvalid(() => parser().parseSync(text));
  return result && statementsOf(text, result);
}

/** Why a text cannot be parsed. */
export interface SyntaxError {
  readonly message: string;
  /** Where in the text, in characters from 0; the end of the text for what is missing there. */
  readonly position: number;
}

/** The first syntax error of a text; `undefined` where there is none. */
export function findSyntaxError(text: string): SyntaxError | undefined {
  try {
    parser().parseSync(text);
    return undefined;
  } catch (error) {
    const { name, message, sqlDetails } = error as SqlError;
    if (name !== 'SqlError') throw error;
    return { message, position: indexOf(text, sqlDetails?.cursorPosition ?? 0) };
  }
}

/** The parser counts code points; a string of JavaScript has one or two units for each. */
function indexOf(text: string, codePoints: number): number {
  let index = 0;
  for (const character of text) {
    if (codePoints <= 0) break;
    codePoints -= 1;
    index += character.length;
  }
  return index;
}

/** The parse tree of a routine or a `DO` block in PL/pgSQL; `undefined` where it cannot be parsed. */
export function parsePlpgsql(statement: string): unknown {
  return unlessInvalid(() => parser().parsePlPgSQLSync(statement) as unknown);
}

/** What kind of keyword a word in lower case is: `NO_KEYWORD`, `UNRESERVED_KEYWORD`, `RESERVED_KEYWORD` and so on. */
export function keywordKind(word: string): string {
  return parser().scanSync(word).tokens[0]?.keywordName ?? 'NO_KEYWORD';
}

function parser(): Parser {
  if (!loaded) throw new Error('loadSqlParser() has to be awaited before SQL is parsed');
  return loaded;
}

function unlessInvalid<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if ((error as Error).name === 'SqlError') return undefined;
    throw error;
  }
}

/** The parser counts bytes of UTF-8. */
function statementsOf(text: string, { stmts = [] }: ParseResult): readonly SqlStatement[] {
  const bytes = Buffer.from(text);
  return stmts.flatMap(({ stmt: node, stmt_location: start = 0, stmt_len: length = 0 }) => {
    const end = length > 0 ? start + length : bytes.length;
    return node ? [{ text: bytes.toString('utf8', start, end), start, node }] : [];
  });
}
