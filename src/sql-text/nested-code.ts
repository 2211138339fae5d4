import { fieldsOf, findAll } from './nodes.js';
import { parsePlpgsql, parseSql, type ParsedSql, type SqlStatement } from './parser.js';

/** Code of a statement that runs at once (`DO`), or that later statements may call (`CREATE FUNCTION`). */
export type NestedCode = 'run at once' | 'called later';

/**
 * Parses an SQL text and returns its statements together with those in the bodies of `DO` blocks, and with
 * `called later` of routines, at any depth. A string constant after `EXECUTE` counts if it is a statement by itself.
 */
export function parseWithNested(text: string, code: NestedCode): ParsedSql {
  return parseSql(text)?.flatMap((one) => [one, ...statementsIn(one, code)]);
}

function statementsIn(statement: SqlStatement, code: NestedCode): readonly SqlStatement[] {
  return bodyStatements(statement, code).flatMap((one) => [one, ...statementsIn(one, code)]);
}

function bodyStatements({ node, text }: SqlStatement, code: NestedCode): readonly SqlStatement[] {
  const routine = code === 'called later' ? fieldsOf(node, 'CreateFunctionStmt') : undefined;
  const options = findAll(fieldsOf(node, 'DoStmt')?.args ?? routine?.options, 'DefElem');
  if (options.length === 0) return [];
  const language = options.find(({ defname }) => defname === 'language')?.arg;
  const isPlpgsql = language === undefined || fieldsOf(language, 'String')?.sval === 'plpgsql';
  if (isPlpgsql) return plpgsqlStatements(parsePlpgsql(text));
  return findAll(options, 'String').flatMap(({ sval = '' }) => parseSql(sval) ?? []);
}

function plpgsqlStatements(tree: unknown): readonly SqlStatement[] {
  return queriesIn(tree).flatMap((query) => {
    const parsed = parseSql(query);
    if (parsed) return parsed;
    // An expression, such as that of EXECUTE.
    const expression = parseSql(`SELECT ${query}`);
    return findAll(expression, 'A_Const').flatMap(({ sval }) => fragment(sval?.sval ?? ''));
  });
}

/** A text for `format`, with names in place of its `%I`; words without a statement are nothing. */
function fragment(text: string): readonly SqlStatement[] {
  return parseSql(text.replaceAll(/%[ILs]/g, 'x')) ?? [];
}

function queriesIn(tree: unknown): readonly string[] {
  if (typeof tree !== 'object' || tree === null) return [];
  if (Array.isArray(tree)) return tree.flatMap(queriesIn);
  return Object.entries(tree).flatMap(([key, value]) =>
    key === 'query' && typeof value === 'string' ? [value] : queriesIn(value),
  );
}
