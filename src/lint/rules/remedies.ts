import { quoteWhereNeeded } from '../../sql-text/reserved-words.js';
import type { ConstraintSpec } from '../actions/table-parts.js';
import { constraintName } from '../schema/constraint-name.js';
import { bareName } from '../schema/schema.js';
import type { StepStatement } from '../statements/step-statements.js';
import type { Remedy } from './rule.js';

interface Statements {
  /** Whether the first migration runs without a transaction. */
  readonly transaction?: 'none';
  readonly now: readonly string[];
  readonly next?: readonly string[];
}

/** Statements in place of the one that was found, and those of the next migration, as SQL and as calls. */
export function statementsInstead({ transaction, now, next = [] }: Statements): Remedy {
  const call = (sql: string) => `pgm.sql(${quoteForCode(sql)});`;
  const calls = [...(transaction === 'none' ? ['pgm.noTransaction();'] : []), ...now.map(call)];
  return {
    sql: [...now, ...after('--', next)].map((line) => (line.startsWith('--') ? line : `${line};`)).join('\n'),
    builder: [...calls, ...after('//', next.map(call))].join('\n'),
  };
}

function after(comment: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`${comment} in the next migration:`, ...lines];
}

function quoteForCode(sql: string): string {
  if (!sql.includes("'") && !sql.includes('\n') && !sql.includes('\\')) return `'${sql}'`;
  return `\`${sql.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')}\``;
}

/** The same constraint NOT VALID; `undefined` where the statement does more, or names no constraint. */
export function notValidInstead(
  statement: StepStatement,
  { relation, name }: { readonly relation: string; readonly name: string | undefined },
): Remedy | undefined {
  const { parsed } = statement;
  const isAlone =
    parsed !== undefined && 'AlterTableStmt' in parsed.node && parsed.node.AlterTableStmt.cmds?.length === 1;
  if (!isAlone || name === undefined) return undefined;
  return statementsInstead({
    now: [`${onOneLine(parsed.text)} NOT VALID`],
    next: [`ALTER TABLE ${relation} VALIDATE CONSTRAINT ${quoteWhereNeeded(name)}`],
  });
}

/** The statement with CONCURRENTLY after this keyword; `undefined` where it is part of another one. */
export function concurrentlyInstead(
  { parsed }: StepStatement,
  { tag, keyword }: { readonly tag: string; readonly keyword: RegExp },
): Remedy | undefined {
  if (parsed === undefined || !(tag in parsed.node)) return undefined;
  const text = onOneLine(parsed.text).replace(keyword, '$& CONCURRENTLY');
  return statementsInstead({ transaction: 'none', now: [text] });
}

/** A unique index that is built concurrently and becomes a constraint in the next migration. */
export function usingIndexInstead(
  type: 'UNIQUE' | 'PRIMARY KEY',
  { relation, constraint }: { readonly relation: string; readonly constraint: ConstraintSpec },
): Remedy | undefined {
  const { columns } = constraint;
  if (columns.length === 0) return undefined;
  const index = quoteWhereNeeded(constraintName(relation, constraint));
  const key = columns.map(quoteWhereNeeded).join(', ');
  return statementsInstead({
    transaction: 'none',
    now: [`CREATE UNIQUE INDEX CONCURRENTLY ${index} ON ${relation} (${key})`],
    next: [`ALTER TABLE ${relation} ADD CONSTRAINT ${index} ${type} USING INDEX ${index}`],
  });
}

/** Proves by a check that a column has no NULL before it becomes NOT NULL. */
export function checkedNotNullInstead(relation: string, column: string): Remedy {
  const [name, quoted] = [`${bareName(relation)}_${column}_set`, quoteWhereNeeded(column)];
  const check = quoteWhereNeeded(name);
  return statementsInstead({
    now: [`ALTER TABLE ${relation} ADD CONSTRAINT ${check} CHECK (${quoted} IS NOT NULL) NOT VALID`],
    next: [
      `ALTER TABLE ${relation} VALIDATE CONSTRAINT ${check}`,
      `ALTER TABLE ${relation} ALTER COLUMN ${quoted} SET NOT NULL`,
      `ALTER TABLE ${relation} DROP CONSTRAINT ${check}`,
    ],
  });
}

/** Joins the lines of a statement, unless a line break may be part of a literal or end a comment. */
function onOneLine(sql: string): string {
  return /['$]|--|\/\*/.test(sql) ? sql : sql.replaceAll(/\s*\n\s*/g, ' ');
}
