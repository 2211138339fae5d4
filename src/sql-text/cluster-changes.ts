import { fieldsOf, tagOf } from './nodes.js';
import { statementsIn } from './nested-code.js';
import { parseSql, type SqlStatement } from './parser.js';

/** Statements of roles, tablespaces, databases and settings of the whole server. */
const ofCluster =
  /^((Create|Alter|Drop)(Role\w*|TableSpace\w*|db|Database\w*|System)|GrantRole|AlterDatabase\w*)Stmt$/;

const sharedObjects = /^OBJECT_(ROLE|TABLESPACE|DATABASE)$/;

/** Whether a text changes what all databases of a server share, as far as the text tells. */
export function changesCluster(text: string): boolean {
  const statements = parseSql(text) ?? [];
  return statements.some((one) => [one, ...statementsIn(one, 'run at once')].some(concernsCluster));
}

function concernsCluster({ node }: SqlStatement): boolean {
  if (ofCluster.test(tagOf(node))) return true;
  const renamed = fieldsOf(node, 'RenameStmt')?.renameType ?? fieldsOf(node, 'AlterOwnerStmt')?.objectType;
  return sharedObjects.test(renamed ?? '') || fieldsOf(node, 'GrantStmt')?.objtype === 'OBJECT_PARAMETER_ACL';
}
