import { NotEditable } from '../not-editable.js';
import { nodesIn, rangeOf, type AnyNode, type Script } from './parse-script.js';

/**
 * A function that other code calls, too, cannot be changed for the down alone.
 * @throws NotEditable when the file has this name more often than in its declaration and its export
 */
export function assertUsedOnce(
  { program }: Script,
  { name, times }: { readonly name: string; readonly times: number },
): void {
  const places = new Set<number>();
  for (const { node, parent, key } of nodesIn(program)) {
    const isName = node.type === 'Identifier' && (node as unknown as { name: string }).name === name;
    if (isName && !isOnlyAName(parent, key)) places.add(rangeOf(node).start);
  }
  if (places.size > times) throw new NotEditable(`other code of the file uses its "${name}", too`);
}

/** Whether an identifier is the name of a property and not a variable. */
function isOnlyAName(parent: AnyNode, key: string): boolean {
  const { computed, shorthand } = parent as { computed?: boolean; shorthand?: boolean };
  if (parent.type === 'ExportSpecifier') return key === 'exported';
  if (parent.type.endsWith('MemberExpression')) return key === 'property' && !computed;
  return (
    /^(?:Object|Class)(?:Property|Method)$/.test(parent.type) && key === 'key' && !computed && !shorthand
  );
}

/**
 * The same for `exports.down`.
 * @throws NotEditable when the file reads it
 */
export function assertMemberUsedOnce({ program, text }: Script, name: string): void {
  const uses = [...nodesIn(program)].filter(({ node }) => {
    if (node.type !== 'MemberExpression') return false;
    const { start, end } = rangeOf(node);
    return new RegExp(`^(?:module\\.)?exports\\.${name}$`).test(text.slice(start, end).replace(/\s/g, ''));
  });
  if (uses.length > 1) throw new NotEditable(`other code of the file uses its "${name}", too`);
}
