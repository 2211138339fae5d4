import { fieldsOf, findAll, tagOf, type NodeTag } from './nodes.js';
import { parseSql, type SqlStatement } from './parser.js';

/** Statements whose effect a transaction can hold back, whatever their options. */
const transactional: ReadonlySet<NodeTag> = new Set<NodeTag>([
  ...(['SelectStmt', 'InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt', 'TruncateStmt'] as const),
  ...(['CommentStmt', 'SecLabelStmt', 'GrantStmt', 'GrantRoleStmt', 'AlterDefaultPrivilegesStmt'] as const),
  ...([
    'VariableSetStmt',
    'ConstraintsSetStmt',
    'ImportForeignSchemaStmt',
    'ReassignOwnedStmt',
    'RefreshMatViewStmt',
  ] as const),
  ...(['ViewStmt', 'RuleStmt', 'DefineStmt', 'CompositeTypeStmt', 'RenameStmt', 'DropOwnedStmt'] as const),
]);

/**
 * Statements that the server refuses in a transaction block, or may: of databases, tablespaces and
 * subscriptions, `ALTER SYSTEM` (their manual pages say so), and those with an own option for it below.
 */
const separate = /^(Create|Drop|Alter)(db|Database\w*|TableSpace\w*|Subscription|System)Stmt$/;

/** Whether a statement can run in a transaction block, and leaves it open. */
function isTransactional(statement: SqlStatement): boolean {
  const tag = tagOf(statement.node);
  if (separate.test(tag) || isConcurrent(statement)) return false;
  return transactional.has(tag) || tag === 'IndexStmt' || /^(Create|Alter|Drop)/.test(tag);
}

/** Whether a statement has the option CONCURRENTLY, so that it takes effect in several transactions of its own. */
function isConcurrent({ node }: SqlStatement): boolean {
  return (
    buildsConcurrently({ node }) ||
    fieldsOf(node, 'DropStmt')?.concurrent === true ||
    findAll(node, 'PartitionCmd').some(({ concurrent }) => concurrent)
  );
}

function buildsConcurrently({ node }: Pick<SqlStatement, 'node'>): boolean {
  const options = fieldsOf(node, 'ReindexStmt')?.params ?? [];
  return (
    fieldsOf(node, 'IndexStmt')?.concurrent === true ||
    findAll(options, 'DefElem').some(({ defname }) => defname === 'concurrently')
  );
}

/** Statements of a non-transactional migration, in their order. */
export class StatementScope {
  #isControlled = false;

  /**
   * Whether a text can run in a transaction of its own without a difference to it. After a statement that begins
   * or ends a transaction itself, those that follow may be in that one.
   */
  canHaveTransaction(sql: string): boolean {
    const statements = parseSql(sql);
    this.#isControlled ||= statements?.some(({ node }) => tagOf(node) === 'TransactionStmt') ?? false;
    return !this.#isControlled && (statements?.every(isTransactional) ?? false);
  }
}

/**
 * Whether a text builds or drops an index concurrently. Such a statement waits for every transaction that is older
 * than it is, which counts as waiting for a lock (manual, CREATE INDEX, "Building Indexes Concurrently").
 */
export function waitsForTransactions(sql: string): boolean {
  return (
    parseSql(sql)?.some(
      ({ node }) => buildsConcurrently({ node }) || fieldsOf(node, 'DropStmt')?.concurrent === true,
    ) ?? false
  );
}

/** What a statement concerns that cannot run in a transaction block. */
export type SeparateConcern =
  'database' | 'index' | 'maintenance' | 'order of rows' | 'partition' | 'subscription' | 'tablespace';

/** `undefined` for statements that can run in a transaction block, and for texts of several. */
export function separateConcern(sql: string): SeparateConcern | undefined {
  const [statement, ...more] = parseSql(sql) ?? [];
  if (!statement || more.length > 0) return undefined;
  const tag = tagOf(statement.node);
  if (tag === 'VacuumStmt') return 'maintenance';
  if (tag === 'ClusterStmt') return 'order of rows';
  if (tag === 'ReindexStmt') return 'index';
  if (isConcurrent(statement)) return tag === 'AlterTableStmt' ? 'partition' : 'index';
  const [, , of] = separate.exec(tag) ?? [];
  if (of === undefined) return undefined;
  if (of === 'Subscription') return 'subscription';
  return of.startsWith('TableSpace') ? 'tablespace' : 'database';
}
