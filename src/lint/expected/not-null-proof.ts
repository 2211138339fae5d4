import type { Node } from 'libpg-query';
import { fieldsOf, lastName } from '../../sql-text/nodes.js';
import type { TableFacts } from '../schema/schema.js';

/**
 * Whether SET NOT NULL needs no scan: a valid constraint proves that the column has no NULL
 * (`src/backend/commands/tablecmds.c`, NotNullImpliedByRelConstraints).
 */
export function isProvenNotNull(table: TableFacts | undefined, column: string): boolean {
  if (table?.columns.get(column)?.notNull) return true;
  return [...(table?.constraints.values() ?? [])].some(({ kind, expression, columns, validation }) => {
    if (validation !== 'checked') return false;
    return kind === 'check'
      ? expression !== undefined && implies(expression, column)
      : kind === 'not null' && columns.includes(column);
  });
}

function implies(expression: Node, column: string): boolean {
  const conjunction = fieldsOf(expression, 'BoolExpr');
  if (conjunction?.boolop === 'AND_EXPR') return (conjunction.args ?? []).some((one) => implies(one, column));
  const test = fieldsOf(expression, 'NullTest');
  if (test?.nulltesttype !== 'IS_NOT_NULL' || !test.arg) return false;
  return lastName(fieldsOf(test.arg, 'ColumnRef')?.fields) === column;
}
