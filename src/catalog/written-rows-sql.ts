import { followedMembers, type FollowedMember } from './followed-members.js';

/** Which end of the life of a row's version: `xmin` is the transaction that made it, `xmax` the one that ended it. */
export type VersionEnd = 'xmin' | 'xmax';

/**
 * `together` asks with one statement, for sessions that follow many steps; `apart` with one for each catalog,
 * for sessions that plan them all ahead.
 */
export type Asking = 'together' | 'apart';

/**
 * What to ask, with numbers of transactions as `$1`, for the roots of rows of these catalogs whose version
 * one of them made or ended: each row gives the place of its member in the list of those that are followed,
 * or -1 for what concerns extensions. Catalogs that are not followed are left out.
 */
export function rowsQueries(
  end: VersionEnd,
  catalogs: ReadonlySet<string>,
  asking: Asking,
): readonly string[] {
  const queries = [...queriesOf[end]].filter(([catalog]) => catalogs.has(catalog));
  const texts = queries.map(([, text]) => text);
  if (asking === 'apart' || texts.length < 2) return texts;
  const key = [end, ...queries.map(([catalog]) => catalog)].join(' ');
  const union = unions.get(key) ?? texts.join('\nUNION ALL\n');
  unions.set(key, union);
  return [union];
}

/** Steps write to few combinations of catalogs, again and again; a text that stays the same is hashed once. */
const unions = new Map<string, string>();

function ofTransaction(end: VersionEnd): string {
  return `m.${end} = ANY ($1::pg_catalog.xid[])`;
}

/** Members of a catalog with their places in the list of all, so that each catalog is scanned once. */
const membersByCatalog: ReadonlyMap<string, readonly (readonly [number, FollowedMember])[]> = groupMembers();

function groupMembers() {
  const grouped = new Map<string, (readonly [number, FollowedMember])[]>();
  for (const [index, member] of followedMembers.entries()) {
    const others = grouped.get(member.catalog) ?? [];
    others.push([index, member]);
    grouped.set(member.catalog, others);
  }
  return grouped;
}

function catalogRows(
  catalog: string,
  members: readonly (readonly [number, FollowedMember])[],
  end: VersionEnd,
): string {
  const roots = members.map(
    ([index, { rootOid, where = 'true' }]) => `(${index}, CASE WHEN ${where} THEN ${rootOid} END)`,
  );
  return `SELECT o.member, o.root::pg_catalog.text AS root
    FROM pg_catalog.${catalog} AS m CROSS JOIN LATERAL (VALUES ${roots.join(', ')}) AS o (member, root)
    WHERE ${ofTransaction(end)}`;
}

/** What joins or leaves an extension changes in what is read of it. */
function extensionRows(end: VersionEnd): string {
  return `SELECT -1 AS member, m.objid::pg_catalog.text AS root
    FROM pg_catalog.pg_depend AS m
    WHERE m.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND m.deptype IN ('e', 'x')
      AND ${ofTransaction(end)}`;
}

function composeQueries(end: VersionEnd): ReadonlyMap<string, string> {
  const queries = [...membersByCatalog].map(
    ([catalog, members]) => [catalog, catalogRows(catalog, members, end)] as const,
  );
  return new Map([...queries, ['pg_depend', extensionRows(end)] as const]);
}

const queriesOf: Readonly<Record<VersionEnd, ReadonlyMap<string, string>>> = {
  xmin: composeQueries('xmin'),
  xmax: composeQueries('xmax'),
};
