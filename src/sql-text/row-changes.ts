import { fieldsOf, findAll, lastName, tagOf, type NodeTag } from './nodes.js';
import { parseWithNested } from './nested-code.js';
import { parseSql, type SqlStatement } from './parser.js';

/**
 * Statements that change no row of a table that was there, but for rewrites and dropped columns, which the
 * physical identity of a table shows. Others begin with `Create`, `Alter` or `Drop`.
 */
const harmless: ReadonlySet<NodeTag> = new Set<NodeTag>([
  ...(['CheckPointStmt', 'ClosePortalStmt', 'ClusterStmt', 'CommentStmt', 'CompositeTypeStmt'] as const),
  ...(['ConstraintsSetStmt', 'DeallocateStmt', 'DefineStmt', 'DiscardStmt', 'GrantRoleStmt'] as const),
  ...(['GrantStmt', 'ImportForeignSchemaStmt', 'IndexStmt', 'ListenStmt', 'LockStmt', 'NotifyStmt'] as const),
  ...(['ReassignOwnedStmt', 'RefreshMatViewStmt', 'ReindexStmt', 'RenameStmt', 'RuleStmt'] as const),
  ...(['SecLabelStmt', 'TransactionStmt', 'UnlistenStmt', 'VacuumStmt', 'VariableSetStmt'] as const),
  ...(['VariableShowStmt', 'ViewStmt'] as const),
]);

/** Functions that read, as queries call them that look whether an object is there. */
const readers: ReadonlySet<string> = new Set(
  (
    'count min max bool_and bool_or array_agg string_agg lower upper length format_type quote_ident quote_literal ' +
    'format to_regclass to_regtype to_regproc to_regprocedure to_regnamespace to_regrole current_setting ' +
    'current_schema current_schemas current_database has_table_privilege has_schema_privilege ' +
    'has_database_privilege has_column_privilege pg_get_constraintdef pg_get_indexdef pg_get_viewdef ' +
    'pg_get_functiondef pg_get_expr pg_table_is_visible pg_type_is_visible pg_function_is_visible ' +
    'obj_description col_description'
  ).split(' '),
);

/**
 * Whether one of the texts may change rows by itself. False only for what is known not to: definitions, comments,
 * grants, transaction control, settings and queries that only read. An event trigger of the database can change
 * rows on any definition, and functions in defaults, checks and indexes can have side effects: these cannot be
 * told from the text.
 */
export function mayChangeRows(texts: readonly string[]): boolean {
  return texts.some((text) => parseSql(text)?.some(mayChange) ?? true);
}

function mayChange({ node }: SqlStatement): boolean {
  const tag = tagOf(node);
  // An extension's update script may change the rows of its own tables.
  if (tag === 'AlterExtensionStmt') return true;
  const created = fieldsOf(node, 'CreateTableAsStmt');
  if (created) return created.objtype !== 'OBJECT_MATVIEW';
  if (tag === 'SelectStmt') return mayWrite(node);
  return !harmless.has(tag) && !/^(Alter|Create|Drop)/.test(tag);
}

/** `SELECT … INTO`, a statement in a WITH clause that changes rows, or a function that is not known to read. */
function mayWrite(query: SqlStatement['node']): boolean {
  return (
    findAll(query, 'IntoClause').length > 0 ||
    'intoClause' in (fieldsOf(query, 'SelectStmt') ?? {}) ||
    writesRows(query) ||
    findAll(query, 'FuncCall').some(({ funcname = [] }) => !isReader(funcname))
  );
}

function isReader(name: readonly SqlStatement['node'][]): boolean {
  const [first] = name;
  const schema = first && name.length > 1 ? fieldsOf(first, 'String')?.sval : 'pg_catalog';
  return schema === 'pg_catalog' && readers.has(lastName(name));
}

const writing = ['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt'] as const;

function writesRows(tree: unknown): boolean {
  return writing.some((tag) => findAll(tree, tag).length > 0);
}

/** Statements that define what runs later, which may hold statements that change rows. */
const definitions = /^(Create|Alter)|^RuleStmt$|^ViewStmt$|^CommentStmt$/;

/** Whether the text of a statement says that it changes rows; what it calls may do so as well. */
export function changesRows(text: string): boolean {
  return (parseSql(text) ?? []).some(({ node }) => {
    const tag = tagOf(node);
    if (/^(TruncateStmt|DoStmt|CallStmt)$/.test(tag) || fieldsOf(node, 'CopyStmt')?.is_from) return true;
    return !definitions.test(tag) && writesRows(node);
  });
}

const leavingRows = /^(IndexStmt|ReindexStmt|CommentStmt|VariableSetStmt|VacuumStmt)$/;

/** Whether a text is one statement that is known to leave all rows as they are, whoever writes meanwhile. */
export function leavesRowsAlone(text: string): boolean {
  const [statement, ...more] = parseSql(text) ?? [];
  if (!statement || more.length > 0) return false;
  const { node } = statement;
  return leavingRows.test(tagOf(node)) || fieldsOf(node, 'DropStmt')?.removeType === 'OBJECT_INDEX';
}

/** What a text does to stored values, apart from statements that change rows. */
export interface ValueChanges {
  /** Drops what may hold values: a column, a table, a type, a schema, an extension, or with CASCADE. */
  readonly drops: boolean;
  /** Creates a table or adds a column. */
  readonly creates: boolean;
  /** Changes a column's type, or the expression of a generated column. */
  readonly retypes: boolean;
  /** Drops or changes an attribute of a composite type. */
  readonly changesAttribute: boolean;
}

const everything: ValueChanges = { drops: true, creates: true, retypes: true, changesAttribute: true };

/** What a text does to stored values; everything where it cannot be parsed. */
export function valueChanges(text: string): ValueChanges {
  const statements = parseWithNested(text, 'run at once');
  if (!statements) return everything;
  const commands = statements.flatMap(commandsOf);
  return {
    drops: statements.some(dropsValues) || commands.some(({ does }) => does === 'AT_DropColumn'),
    creates: statements.some(createsTable) || commands.some(({ does }) => does === 'AT_AddColumn'),
    retypes: commands.some(({ does }) => does === 'AT_AlterColumnType' || does === 'AT_SetExpression'),
    changesAttribute: commands.some(
      ({ of, does }) => of === 'OBJECT_TYPE' && (does === 'AT_DropColumn' || does === 'AT_AlterColumnType'),
    ),
  };
}

function commandsOf({ node }: SqlStatement) {
  const alter = fieldsOf(node, 'AlterTableStmt');
  return findAll(alter?.cmds, 'AlterTableCmd').map(({ subtype }) => ({ of: alter?.objtype, does: subtype }));
}

/** Objects that hold values, or that columns go along with. */
const valueHolders = /^OBJECT_(TABLE|FOREIGN_TABLE|TYPE|DOMAIN|SCHEMA|EXTENSION)$/;

function dropsValues({ node }: SqlStatement): boolean {
  const drop = fieldsOf(node, 'DropStmt');
  if (drop) return drop.behavior === 'DROP_CASCADE' || valueHolders.test(drop.removeType ?? '');
  return 'DropOwnedStmt' in node;
}

function createsTable({ node }: SqlStatement): boolean {
  return 'CreateStmt' in node || 'CreateTableAsStmt' in node || 'CreateForeignTableStmt' in node;
}
