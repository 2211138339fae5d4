import { fieldsOf, findAll, lastName, tagOf } from '../../sql-text/nodes.js';
import { parsePlpgsql, parseSql, type SqlStatement } from '../../sql-text/parser.js';

/** The code of a DO block or of a routine. */
export interface NestedStatements {
  readonly statements: readonly SqlStatement[];
  /** Whether some of its SQL is only known when it runs. */
  readonly dynamic: boolean;
}

const nothing: NestedStatements = { statements: [], dynamic: false };

/** Statements in the body of a DO block, or of the routine that a statement creates, but not those of inner blocks. */
export function nestedStatements({ node, text }: SqlStatement): NestedStatements {
  const routine = fieldsOf(node, 'CreateFunctionStmt');
  const options = findAll(fieldsOf(node, 'DoStmt')?.args ?? routine?.options, 'DefElem');
  if (tagOf(node) !== 'DoStmt' && !routine) return nothing;
  const language = options.find(({ defname }) => defname === 'language')?.arg;
  const name = (language && fieldsOf(language, 'String')?.sval) ?? (routine ? 'sql' : 'plpgsql');
  if (name === 'plpgsql') return plpgsqlStatements(text);
  if (name !== 'sql') return { statements: [], dynamic: true };
  const body = options.find(({ defname }) => defname === 'as')?.arg;
  const [source = ''] = findAll(body, 'String').map(({ sval = '' }) => sval);
  return { statements: parseSql(source) ?? [], dynamic: false };
}

function plpgsqlStatements(text: string): NestedStatements {
  const tree = parsePlpgsql(text);
  if (tree === undefined) return { statements: [], dynamic: true };
  const found = queriesIn(tree, 'static');
  return {
    statements: found.flatMap(({ query, how }) =>
      how === 'static' ? statementsOf(query) : (constantOf(query) ?? []),
    ),
    dynamic: found.some(({ query, how }) => how === 'dynamic' && constantOf(query) === undefined),
  };
}

interface Query {
  readonly query: string;
  readonly how: 'static' | 'dynamic';
}

/** Queries and expressions of the tree of PL/pgSQL; those of EXECUTE are expressions that give a statement. */
function queriesIn(tree: unknown, how: Query['how']): readonly Query[] {
  if (typeof tree !== 'object' || tree === null) return [];
  if (Array.isArray(tree)) return tree.flatMap((one) => queriesIn(one, how));
  return Object.entries(tree).flatMap(([key, value]): readonly Query[] => {
    if (key === 'PLpgSQL_expr' && typeof (value as { query?: unknown }).query === 'string')
      return [{ query: (value as { query: string }).query, how }];
    if (key === 'PLpgSQL_stmt_dynexecute' || key === 'PLpgSQL_stmt_dynfors') return dynamicQueries(value);
    return queriesIn(value, how);
  });
}

function dynamicQueries(statement: unknown): readonly Query[] {
  const { query, ...others } = statement as Record<string, unknown>;
  return [...queriesIn(query, 'dynamic'), ...queriesIn(others, 'static')];
}

/** Expressions, such as conditions, are not statements, and change nothing that rules look at unless they call. */
function statementsOf(query: string): readonly SqlStatement[] {
  return parseSql(query) ?? parseSql(`SELECT ${query}`) ?? [];
}

/** The statements that EXECUTE runs where it has a constant; `undefined` where they depend on values. */
function constantOf(expression: string): readonly SqlStatement[] | undefined {
  const [select] = parseSql(`SELECT ${expression}`) ?? [];
  const [target] = findAll(select?.node, 'ResTarget');
  const text = target?.val && fieldsOf(target.val, 'A_Const')?.sval?.sval;
  if (text !== undefined) return parseSql(text);
  const call = target?.val && fieldsOf(target.val, 'FuncCall');
  if (!call || lastName(call.funcname) !== 'format') return undefined;
  return parseSql(formatted(call.args ?? []) ?? ';;%');
}

/** `format` with constants only. */
function formatted(args: readonly SqlStatement['node'][]): string | undefined {
  const [pattern, ...values] = args.map((one) => fieldsOf(one, 'A_Const')?.sval?.sval);
  if (pattern === undefined || values.includes(undefined) || /%[^ILs%]/.test(pattern)) return undefined;
  let next = 0;
  return pattern.replaceAll(/%[ILs%]/g, (mark) => {
    if (mark === '%%') return '%';
    next += 1;
    return mark === '%L' ? `'${(values[next - 1] ?? '').replaceAll("'", "''")}'` : (values[next - 1] ?? '');
  });
}
