import type { Node } from 'libpg-query';

/** Tag of a node of the parse tree, such as `IndexStmt`. */
export type NodeTag = Node extends infer N ? (N extends unknown ? keyof N : never) : never;

/** Fields of the nodes with this tag. */
export type FieldsOf<T extends NodeTag> = Extract<Node, Record<T, unknown>>[T];

export function tagOf(node: Node): NodeTag {
  return Object.keys(node)[0] as NodeTag;
}

/** The fields of a node where it has this tag. */
export function fieldsOf<T extends NodeTag>(node: Node, tag: T): FieldsOf<T> | undefined {
  return (node as unknown as Partial<Record<T, FieldsOf<T>>>)[tag];
}

/** The fields of all nodes with this tag: of the node itself, and of those in it at any depth. */
export function findAll<T extends NodeTag>(tree: unknown, tag: T): readonly FieldsOf<T>[] {
  if (typeof tree !== 'object' || tree === null) return [];
  if (Array.isArray(tree)) return tree.flatMap((one) => findAll(one, tag));
  return Object.entries(tree).flatMap(([key, value]) => [
    ...(key === tag ? [value as FieldsOf<T>] : []),
    ...findAll(value, tag),
  ]);
}

/** The last part of a name that the parser gives as a list of strings: `users` of `public.users`. */
export function lastName(names: readonly Node[] | undefined): string {
  const last = names?.at(-1);
  return (last && fieldsOf(last, 'String')?.sval) ?? '';
}

/** Names of objects as `DROP` lists them, without their schemas. */
export function namesIn(objects: readonly Node[] | undefined): readonly string[] {
  return (objects ?? []).map((object) => {
    const list = fieldsOf(object, 'List') ?? fieldsOf(object, 'ObjectWithArgs');
    const names = list && ('items' in list ? list.items : 'objname' in list ? list.objname : undefined);
    return names ? lastName(names) : lastName([object]);
  });
}
