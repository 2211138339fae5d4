import type { Node } from 'libpg-query';
import { findAll, lastName, type FieldsOf } from '../../sql-text/nodes.js';
import type { Action, ActionOf, Relation } from './action.js';
import type { NameResolver } from './name-resolver.js';

type RowStatement =
  FieldsOf<'UpdateStmt'> | FieldsOf<'DeleteStmt'> | FieldsOf<'InsertStmt'> | FieldsOf<'MergeStmt'>;

/** The action of INSERT, UPDATE, DELETE and MERGE. */
export function readRows(statement: RowStatement, resolve: NameResolver): readonly Action[] {
  if (!statement.relation) return [];
  const relation = resolve.relation(statement.relation);
  const verb = verbOf(statement);
  const reads = relationsIn(statement, resolve).filter((one) => one !== relation);
  const action = { kind: 'change rows', verb, relation, reads } as const;
  if (verb === 'INSERT') return [{ ...action, where: 'condition', bounded: !insertsQuery(statement) }];
  const where = 'whereClause' in statement ? statement.whereClause : undefined;
  const joined = 'fromClause' in statement || 'usingClause' in statement || verb === 'MERGE';
  return [{ ...action, where: conditionOf(where, joined ? 'joined' : 'alone'), bounded: isBounded(where) }];
}

function verbOf(statement: RowStatement): ActionOf<'change rows'>['verb'] {
  if ('mergeWhenClauses' in statement) return 'MERGE';
  if ('targetList' in statement) return 'UPDATE';
  return 'cols' in statement || 'selectStmt' in statement || 'override' in statement ? 'INSERT' : 'DELETE';
}

/** Rows that a query finds; those of VALUES are written out, and so are those of a query without FROM. */
function insertsQuery(statement: RowStatement): boolean {
  const query = 'selectStmt' in statement ? statement.selectStmt : undefined;
  return findAll(query, 'RangeVar').length > 0 || findAll(query, 'RangeFunction').length > 0;
}

function conditionOf(where: Node | undefined, tables: 'joined' | 'alone'): ActionOf<'change rows'>['where'] {
  if (!where) return tables === 'joined' ? 'condition' : 'none';
  return readsColumns(where) ? 'condition' : 'always true';
}

/** `WHERE true` and `WHERE 1 = 1` choose no rows. */
function readsColumns(where: Node): boolean {
  return (
    findAll(where, 'ColumnRef').length > 0 ||
    findAll(where, 'CurrentOfExpr').length > 0 ||
    findAll(where, 'SubLink').length > 0 ||
    findAll(where, 'FuncCall').length > 0 ||
    findAll(where, 'ParamRef').length > 0
  );
}

/** The relations that a query reads, without those of its WITH clauses. */
export function relationsIn(tree: unknown, resolve: NameResolver): readonly Relation[] {
  const own = new Set(findAll(tree, 'CommonTableExpr').map(({ ctename }) => ctename));
  const ranges = findAll(tree, 'RangeVar').filter(
    ({ schemaname, relname }) => schemaname !== undefined || !own.has(relname),
  );
  return [...new Set(ranges.map((range) => resolve.relation(range)))];
}

/** Whether a condition limits the number of rows itself: a key, a list or range of keys, or a subquery with LIMIT. */
function isBounded(where: Node | undefined): boolean {
  if (findAll(where, 'SelectStmt').some(({ limitCount }) => limitCount !== undefined)) return true;
  return findAll(where, 'A_Expr').some(({ kind = '', name, lexpr, rexpr }) => {
    if (!isKey(lexpr) || findAll(rexpr, 'A_Const').length === 0) return false;
    return kind === 'AEXPR_OP' ? lastName(name) === '=' : /^AEXPR_(BETWEEN|IN)$/.test(kind);
  });
}

function isKey(node: Node | undefined): boolean {
  return findAll(node, 'ColumnRef').some(({ fields }) => /^(id|uuid|key|code|slug)$/.test(lastName(fields)));
}
