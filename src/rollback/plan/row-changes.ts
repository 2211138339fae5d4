import type { PlannedDown, RowChange } from './rollback-plan.js';

/** Comments and texts, in which such words mean nothing. */
const quoted = /--[^\n]*|\/\*[^]*?\*\/|'(?:[^']|'')*'/g;

/**
 * Words that begin a change of rows. `ON DELETE` and `ON UPDATE SET NULL` of a foreign key, and
 * `AFTER UPDATE ON` of a trigger, are none.
 */
const changing =
  /\b(insert\s+into|delete\s+from|merge\s+into|truncate)\b|\bupdate\s+(only\s+)?["\w.]+\s+((as\s+)?["\w]+\s+)?set\b|^\s*(do|call)\b/im;

/** Statements that change rows as far as their text tells; what they call may do so as well. */
export function findRowChanges(downs: readonly PlannedDown[]): readonly RowChange[] {
  return downs.flatMap(({ name, statements }) =>
    statements
      .filter((statement) => changing.test(statement.replaceAll(quoted, ' ')))
      .map((statement) => ({ migration: name, statement: statement.trim() })),
  );
}
