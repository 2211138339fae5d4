import { followedMembers, type FollowedMember } from './followed-members.js';

/**
 * Asks, with numbers of transactions as `$1`, for the roots of catalog rows whose version one of them made
 * (`xmin`) or ended (`xmax`), each with the place of its member in the list of those that are followed, or -1
 * for what concerns extensions. Missing where none of the catalogs is followed.
 */
export function rowsQuery(column: 'xmin' | 'xmax', catalogs: ReadonlySet<string>): string | undefined {
  const key = [column, ...catalogs].join(' ');
  if (!known.has(key)) known.set(key, composeQuery(column, catalogs));
  return known.get(key);
}

/** Steps write to few combinations of catalogs, again and again. */
const known = new Map<string, string | undefined>();

function composeQuery(column: 'xmin' | 'xmax', catalogs: ReadonlySet<string>): string | undefined {
  const parts = [...membersByCatalog].flatMap(([catalog, members]) =>
    catalogs.has(catalog) ? [catalogRows(catalog, members, column)] : [],
  );
  if (catalogs.has('pg_depend')) parts.push(extensionRows(column));
  return parts.length === 0 ? undefined : parts.join('\nUNION ALL\n');
}

function ofTransaction(column: 'xmin' | 'xmax'): string {
  return `m.${column} = ANY ($1::pg_catalog.xid[])`;
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
  column: 'xmin' | 'xmax',
): string {
  const roots = members.map(
    ([index, { rootOid, where = 'true' }]) => `(${index}, CASE WHEN ${where} THEN ${rootOid} END)`,
  );
  return `SELECT o.member, o.root::pg_catalog.text AS root
    FROM pg_catalog.${catalog} AS m CROSS JOIN LATERAL (VALUES ${roots.join(', ')}) AS o (member, root)
    WHERE ${ofTransaction(column)}`;
}

/** What joins or leaves an extension changes in what is read of it. */
function extensionRows(column: 'xmin' | 'xmax'): string {
  return `SELECT -1 AS member, m.objid::pg_catalog.text AS root
    FROM pg_catalog.pg_depend AS m
    WHERE m.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND m.deptype IN ('e', 'x')
      AND ${ofTransaction(column)}`;
}
