import { fieldsOf, findAll, lastName, tagOf } from './nodes.js';
import { parseWithNested } from './nested-code.js';
import type { SqlStatement } from './parser.js';

/** Functions that leave something in the session that called them. */
const leaving = /^(set_config|pg_(try_)?advisory_lock\w*)$/;

/**
 * Whether one of the texts may leave something in its session: a setting, a temporary table, a prepared statement, a
 * cursor, a lock or a LISTEN. The bodies of routines count, since a later statement may call them.
 */
export function mayLeaveState(texts: readonly string[]): boolean {
  return texts.some((text) => parseWithNested(text, 'called later')?.some(leavesState) ?? true);
}

function leavesState({ node }: SqlStatement): boolean {
  const set = fieldsOf(node, 'VariableSetStmt');
  if (set) return !set.is_local && set.name !== 'TRANSACTION';
  return (
    /^(PrepareStmt|ListenStmt|DeclareCursorStmt)$/.test(tagOf(node)) ||
    createsTemporary(node) ||
    findAll(node, 'FuncCall').some(({ funcname }) => leaving.test(lastName(funcname)))
  );
}

function createsTemporary(node: SqlStatement['node']): boolean {
  return (
    fieldsOf(node, 'CreateStmt')?.relation?.relpersistence === 't' ||
    fieldsOf(node, 'CreateSeqStmt')?.sequence?.relpersistence === 't' ||
    fieldsOf(node, 'ViewStmt')?.view?.relpersistence === 't' ||
    fieldsOf(node, 'CreateTableAsStmt')?.into?.rel?.relpersistence === 't' ||
    fieldsOf(node, 'SelectStmt')?.intoClause?.rel?.relpersistence === 't'
  );
}

/** Names of settings of no module (`app.user_id`) that the texts set, in lower case. */
export function customSettings(texts: readonly string[]): readonly string[] {
  const statements = texts.flatMap((text) => parseWithNested(text, 'called later') ?? []);
  const names = statements.flatMap(settingNames).map((name) => name.toLowerCase());
  return [...new Set(names.filter((name) => name.includes('.')))];
}

function settingNames({ node }: SqlStatement): readonly string[] {
  const set = fieldsOf(node, 'VariableSetStmt')?.name;
  const configured = findAll(node, 'FuncCall')
    .filter(({ funcname }) => lastName(funcname) === 'set_config')
    .flatMap(({ args = [] }) => findAll(args[0], 'A_Const').flatMap(({ sval }) => sval?.sval ?? []));
  return [...(set === undefined ? [] : [set]), ...configured];
}
