import { fieldsOf, namesIn } from './nodes.js';
import { parseWithNested } from './nested-code.js';
import type { SqlStatement } from './parser.js';

/** Names, without schemas, of the indexes that the texts create, rebuild or drop; of `REINDEX` also of a table. */
export function indexesNamedIn(texts: readonly string[]): ReadonlySet<string> {
  return new Set(texts.flatMap((text) => statementsOf(text).flatMap(indexNames)));
}

/** Whether a text creates, rebuilds or drops an index. */
export function concernsIndexes(text: string): boolean {
  return statementsOf(text).some(
    ({ node }) => 'IndexStmt' in node || 'ReindexStmt' in node || isDropIndex(node),
  );
}

function statementsOf(text: string): readonly SqlStatement[] {
  return parseWithNested(text, 'run at once') ?? [];
}

function indexNames({ node }: SqlStatement): readonly string[] {
  const name = fieldsOf(node, 'IndexStmt')?.idxname ?? fieldsOf(node, 'ReindexStmt')?.relation?.relname;
  if (name !== undefined) return [name];
  return isDropIndex(node) ? namesIn(fieldsOf(node, 'DropStmt')?.objects) : [];
}

function isDropIndex(node: SqlStatement['node']): boolean {
  return fieldsOf(node, 'DropStmt')?.removeType === 'OBJECT_INDEX';
}
