import { fieldsOf, findAll, lastName, tagOf } from '../sql-text/nodes.js';
import { parseWithNested } from '../sql-text/nested-code.js';
import { parseSql, type SqlStatement } from '../sql-text/parser.js';
import type { SentStatement } from '../migrations/step.js';

/**
 * The parts of a text to send one by one, so that each can be observed: its statements. One part where it has values,
 * cannot be parsed, or controls transactions itself. Comments before a statement are left out.
 */
export function partsOf({ sql, values }: Pick<SentStatement, 'sql' | 'values'>): readonly string[] {
  const statements = parseSql(sql) ?? [];
  const isWhole = values !== undefined || statements.some(({ node }) => tagOf(node) === 'TransactionStmt');
  if (statements.length === 0 || (isWhole && statements.length > 1)) return [sql];
  return statements.map(({ text }) => text.trim());
}

const harmless: ReadonlySet<string> = new Set(['set_config', 'setval', 'nextval', 'currval']);

/** Whether a statement runs code that can release locks before it ends, by catching an error. */
export function mayReleaseLocks(sql: string): boolean {
  return parseSql(sql)?.some(runsCode) ?? false;
}

function runsCode({ node, text }: SqlStatement): boolean {
  if (fieldsOf(node, 'DoStmt')) return /\bexception\b/i.test(text);
  if (fieldsOf(node, 'CallStmt')) return true;
  const select = fieldsOf(node, 'SelectStmt');
  if (!select || select.fromClause) return false;
  return findAll(select.targetList, 'FuncCall').some(({ funcname }) => !harmless.has(lastName(funcname)));
}

/** Whether a statement gives tables a new file by removing their rows, and not by a rewrite. */
export function truncates(sql: string): boolean {
  const tags = parseWithNested(sql, 'run at once')?.map(({ node }) => tagOf(node)) ?? [];
  return tags.includes('TruncateStmt') && !tags.includes('AlterTableStmt');
}
