import { splitStatements, type Tokens } from './split-statements.js';

/**
 * Statements that change no row of a table that was there, but for rewrites and dropped columns,
 * which the physical identity of a table shows.
 */
const harmless = new Set([
  'abort',
  'analyze',
  'begin',
  'checkpoint',
  'close',
  'cluster',
  'comment',
  'commit',
  'deallocate',
  'discard',
  'drop',
  'end',
  'grant',
  'import',
  'listen',
  'lock',
  'notify',
  'reassign',
  'refresh',
  'reindex',
  'release',
  'reset',
  'revoke',
  'rollback',
  'savepoint',
  'security',
  'set',
  'show',
  'start',
  'unlisten',
  'vacuum',
]);

/** What may stand before a parenthesis in a query that only looks: words of SQL, and functions that read. */
const looking = new Set(
  (
    'select from join on using where and or not in any all some exists as over filter values distinct by case when then ' +
    'else array row coalesce nullif greatest least count min max bool_and bool_or array_agg string_agg lower upper ' +
    'length format_type quote_ident quote_literal format to_regclass to_regtype to_regproc to_regprocedure ' +
    'to_regnamespace to_regrole current_setting current_schema current_schemas current_database ' +
    'has_table_privilege has_schema_privilege has_database_privilege has_column_privilege ' +
    'pg_get_constraintdef pg_get_indexdef pg_get_viewdef pg_get_functiondef pg_get_expr pg_table_is_visible ' +
    'pg_type_is_visible pg_function_is_visible obj_description col_description'
  ).split(' '),
);

/** A query that calls nothing but what reads, as those do that look whether an object is there. */
function mayWriteInPassing(words: Tokens): boolean {
  return (
    words.includes('into') ||
    words.some(
      (next, index) => next === '(' && isName(words[index - 1]) && !looking.has(words[index - 1] ?? ''),
    )
  );
}

function isName(found: string | undefined): boolean {
  return found !== undefined && /^[a-z_"\u0080-\uffff]/u.test(found);
}

/** What `CREATE` may be followed by where it makes a table, before `TABLE`. */
const tableWords = new Set(['table', 'temp', 'temporary', 'unlogged', 'local', 'global']);

/**
 * Whether one of the statements may change rows by itself. False only for what is known not to:
 * definitions, comments, grants, transaction control, settings and queries that only look. An event trigger of the database
 * can change rows on any definition, and functions in defaults, checks and indexes can have side
 * effects: these cannot be told from the text.
 */
export function mayChangeRows(statements: readonly string[]): boolean {
  return statements.some((text) => splitStatements(text).some(mayChange));
}

function mayChange(words: Tokens): boolean {
  const [first = '', second = ''] = words;
  if (first === 'create') return mayCreateRows(words);
  // An extension's update script may change the rows of its own tables.
  if (first === 'alter') return second === 'extension' && words.includes('update');
  if (first === 'select') return mayWriteInPassing(words);
  return !harmless.has(first);
}

/**
 * `CREATE TABLE … AS` runs a query, which may hold an `INSERT … RETURNING`; a function with a body
 * that is not quoted (`BEGIN ATOMIC`) ends at a later `;` than this one.
 */
function mayCreateRows(words: Tokens): boolean {
  const isTable = tableWords.has(words[1] ?? '');
  return isTable && withoutParentheses(words).includes('as');
}

function withoutParentheses(words: Tokens): Tokens {
  let depth = 0;
  return words.filter((word) => {
    if (word === '(') depth += 1;
    if (word === ')') depth -= 1;
    return depth === 0;
  });
}

const word = /"(?:[^"]|"")*"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/gu;

/**
 * Which of the tables (`public.users`, `public."Order"`) occur in the statements, by their name
 * without the schema: as a word anywhere, also in strings, comments and the bodies of functions.
 */
export function tablesNamedIn(statements: readonly string[], tables: readonly string[]): readonly string[] {
  const named = new Set(statements.flatMap(wordsOf));
  return tables.filter((table) => named.has(unqualified(table)));
}

/** A quoted text counts as a name and as the words in it: it may be part of an SQL string. */
function wordsOf(text: string): readonly string[] {
  return (text.match(word) ?? []).flatMap((found) =>
    found.startsWith('"') ? [unquote(found), ...wordsOf(found.slice(1, -1))] : [found.toLowerCase(), found],
  );
}

function unqualified(table: string): string {
  const name = /(?:"(?:[^"]|"")*"|[^".]+)$/u.exec(table)?.[0] ?? table;
  return name.startsWith('"') ? unquote(name) : name;
}

function unquote(name: string): string {
  return name.slice(1, -1).replaceAll('""', '"');
}
