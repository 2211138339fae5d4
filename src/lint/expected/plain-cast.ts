import type { Node } from 'libpg-query';
import { fieldsOf, lastName } from '../../sql-text/nodes.js';

/** Whether an expression is a column, or a cast of it: what ALTER COLUMN TYPE uses without USING. */
export function isPlainCast(expression: Node, column: string): boolean {
  const cast = fieldsOf(expression, 'TypeCast');
  const inner = cast?.arg ?? expression;
  return lastName(fieldsOf(inner, 'ColumnRef')?.fields) === column;
}
