import { catalogText } from '../../database/text-conversion.js';
import type { Session } from '../../database/session.js';

const REFERENCES = `
  SELECT DISTINCT ${catalogText('c.conrelid')} AS "from", ${catalogText('c.confrelid')} AS "to"
  FROM pg_catalog.pg_constraint AS c
  WHERE c.contype = 'f' AND c.conrelid = ANY ($1::pg_catalog.oid[]) AND c.confrelid = ANY ($1::pg_catalog.oid[])
    AND c.conrelid <> c.confrelid`;

interface Reference {
  readonly from: string;
  readonly to: string;
}

/**
 * Sorts tables so that each comes after the tables that it refers to. Tables with circular references form one
 * group: their rows can only be inserted by one statement, unless a constraint can be deferred.
 */
export async function groupByReferences<T>(
  session: Session,
  items: readonly T[],
  oidOf: (item: T) => string,
): Promise<readonly (readonly T[])[]> {
  const { rows } = await session.query<Reference>(REFERENCES, [items.map(oidOf)]);
  const to = new Map<string, string[]>();
  for (const reference of rows) to.set(reference.from, [...(to.get(reference.from) ?? []), reference.to]);
  const groups = stronglyConnected(items.map(oidOf), (oid) => to.get(oid) ?? []);
  const byOid = new Map(items.map((item) => [oidOf(item), item]));
  return groups.map((group) => group.flatMap((oid) => byOid.get(oid) ?? []));
}

/** Tarjan's algorithm: a component comes after the components that its members refer to. */
function stronglyConnected(
  nodes: readonly string[],
  next: (node: string) => readonly string[],
): readonly (readonly string[])[] {
  const index = new Map<string, number>();
  const path: string[] = [];
  const components: (readonly string[])[] = [];
  const visit = (node: string): number => {
    const own = index.size;
    index.set(node, own);
    let lowest = own;
    path.push(node);
    for (const other of next(node)) {
      if (!index.has(other)) lowest = Math.min(lowest, visit(other));
      else if (path.includes(other)) lowest = Math.min(lowest, index.get(other) ?? lowest);
    }
    if (lowest === own) components.push(path.splice(path.indexOf(node)));
    return lowest;
  };
  for (const node of nodes) if (!index.has(node)) visit(node);
  return components;
}
