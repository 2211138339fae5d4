import type { Session } from '../../database/session.js';

const REFERENCES = `
  SELECT DISTINCT c.conrelid::pg_catalog.text AS "from", c.confrelid::pg_catalog.text AS "to"
  FROM pg_catalog.pg_constraint AS c
  WHERE c.contype = 'f' AND c.conrelid = ANY ($1::pg_catalog.oid[]) AND c.confrelid = ANY ($1::pg_catalog.oid[])
    AND c.conrelid <> c.confrelid`;

interface Reference {
  readonly from: string;
  readonly to: string;
}

/** Puts tables behind those that they refer to; in a circle, the first of the order given goes first. */
export async function sortByReferences<T>(
  session: Session,
  items: readonly T[],
  oidOf: (item: T) => string,
): Promise<readonly T[]> {
  const { rows } = await session.query<Reference>(REFERENCES, [items.map(oidOf)]);
  const sorted: T[] = [];
  let left = items;
  while (left.length > 0) {
    const waiting = new Set(left.map(oidOf));
    const isFree = (item: T) => !rows.some(({ from, to }) => from === oidOf(item) && waiting.has(to));
    const next = left.find(isFree) ?? left[0];
    if (next === undefined) break;
    sorted.push(next);
    left = left.filter((item) => item !== next);
  }
  return sorted;
}
