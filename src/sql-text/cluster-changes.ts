import { fieldsOf, tagOf } from './nodes.js';
import { parseWithNested } from './nested-code.js';
import type { SqlStatement } from './parser.js';

/** Statements of roles, tablespaces, databases and settings of the whole server. */
const ofCluster =
  /^((Create|Alter|Drop)(Role\w*|TableSpace\w*|db|Database\w*|System)|GrantRole|AlterDatabase\w*)Stmt$/;

const shared = /^OBJECT_(ROLE|TABLESPACE|PARAMETER_ACL)$/;

/** Whether a text changes what all databases of a server share, as far as the text tells. */
export function changesCluster(text: string): boolean {
  return parseWithNested(text, 'run at once')?.some(concernsCluster) ?? false;
}

function concernsCluster({ node }: SqlStatement): boolean {
  const named = fieldsOf(node, 'RenameStmt')?.renameType ?? fieldsOf(node, 'AlterOwnerStmt')?.objectType;
  return (
    ofCluster.test(tagOf(node)) || named === 'OBJECT_DATABASE' || shared.test(named ?? markedType(node) ?? '')
  );
}

/** The type of an object whose privileges, comment or label changes; those of a database are its own. */
function markedType(node: SqlStatement['node']): string | undefined {
  return (
    fieldsOf(node, 'GrantStmt')?.objtype ??
    fieldsOf(node, 'CommentStmt')?.objtype ??
    fieldsOf(node, 'SecLabelStmt')?.objtype
  );
}
