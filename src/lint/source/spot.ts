import type { SqlStatement } from '../../sql-text/parser.js';
import type { StepStatement } from '../statements/step-statements.js';

/**
 * Where something is in a statement, in UTF-16 units: the parser's location of it, in bytes, or the beginning. The
 * source is the statement itself, or one in its code.
 */
export function offsetIn(
  { sql, parsed }: StepStatement,
  source: SqlStatement | undefined,
  location: number | undefined,
): number {
  if (!source) return 0;
  const start = source === parsed ? 0 : sql.indexOf(source.text);
  if (start < 0) return 0;
  return location === undefined ? start : start + unitsOf(source.text, location - source.start);
}

function unitsOf(text: string, bytes: number): number {
  if (bytes <= 0) return 0;
  return Buffer.from(text).toString('utf8', 0, bytes).length;
}
