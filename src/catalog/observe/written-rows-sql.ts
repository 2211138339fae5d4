import type { TrackedMember } from '../kind/tracked-member.js';
import { rowNames, trackedMembers } from '../kinds/lists.js';

/** How a row version relates to a transaction: created by it (`xmin`) or ended by it (`xmax`). */
export type VersionEnd = 'xmin' | 'xmax';

/**
 * The session that searches for the versions: another session or that of the transaction while it is open, or
 * any session afterwards.
 */
export type Viewpoint = 'outside' | 'inside' | 'afterwards';

/**
 * `together` sends one statement for all catalogs, for sessions that track many steps; `apart` sends one for
 * each catalog, for sessions that prepare all of them in advance.
 */
export type QueryMode = 'together' | 'apart';

/** A row of a catalog that a transaction wrote. */
export interface WrittenRow {
  readonly catalog: string;
  /** `ctid` of the version; empty where the rows of a catalog are only counted. */
  readonly place: string;
  /** Identifies the row through all its versions; NULL where no expression is defined for the catalog. */
  readonly identity: string | null;
  /** The part of the row that other objects print. */
  readonly name: string | null;
  /** For each member of the catalog, the OID of its root; NULL where the row has none. */
  readonly roots: readonly (string | null)[];
  readonly count: number;
}

export interface RowsQuery {
  readonly end: VersionEnd;
  readonly from: Viewpoint;
  /** Names of system catalogs; those without tracked members are left out. */
  readonly catalogs: ReadonlySet<string>;
  readonly queryMode: QueryMode;
}

/**
 * Returns the queries for rows that a transaction wrote in these catalogs. Parameters: the number of the
 * transaction (`xid`), the same with its epoch (`int8`), and, except from outside, how many numbers were
 * assigned since (`numbersSince`).
 *
 * Subtransactions get their numbers after their transaction (manual, "Subtransactions"), so the result is the
 * rows with a number from there on, in circular comparison, of a transaction that is in progress. Committed
 * transactions of others are not in progress, and uncommitted ones are invisible, except for rows that they
 * are about to delete, seen from outside: `stillThere` finds these.
 */
export function rowsQueries({ end, from, catalogs, queryMode }: RowsQuery): readonly string[] {
  const found = [...membersByCatalog.keys()].filter((catalog) => catalogs.has(catalog));
  const texts = found.map((catalog) => rowsQuery(catalog, end, from));
  if (queryMode === 'apart' || texts.length < 2) return texts;
  return [remember([end, from, ...found].join(' '), () => texts.join('\nUNION ALL\n'))];
}

/** Whether rows of a catalog can be attributed to a transaction. */
export function isTracked(catalog: string): boolean {
  return membersByCatalog.has(catalog);
}

/** Members of a row of the catalog, in the order of its roots. */
export function membersOf(catalog: string): readonly TrackedMember[] {
  return membersByCatalog.get(catalog) ?? [];
}

/** Run it on a session that has written nothing: there, age counts up to the next number. */
export const numbersSince = 'SELECT pg_catalog.age($1::pg_catalog.xid) AS since';

/** Returns the query for the row versions of a catalog that the querying session sees. */
export function stillThere(catalog: string): string {
  return `SELECT pg_catalog.concat(m.ctid) AS place FROM pg_catalog.${catalog} AS m
    WHERE m.ctid = ANY ($1::pg_catalog.tid[])`;
}

const membersByCatalog: ReadonlyMap<string, readonly TrackedMember[]> = groupMembers();

function groupMembers() {
  const grouped = new Map<string, TrackedMember[]>();
  for (const member of trackedMembers) {
    const others = grouped.get(member.catalog) ?? [];
    others.push(member);
    grouped.set(member.catalog, others);
  }
  return grouped;
}

/**
 * Query texts by key. Steps write to few combinations of catalogs, repeatedly; a text that stays the same is
 * hashed once.
 */
const texts = new Map<string, string>();

function remember(key: string, compose: () => string): string {
  const text = texts.get(key) ?? compose();
  texts.set(key, text);
  return text;
}

function rowsQuery(catalog: string, end: VersionEnd, from: Viewpoint): string {
  return remember([end, from, catalog].join(' '), () =>
    catalog === 'pg_depend' ? dependencies(end, from) : rowsOf(catalog, end, from),
  );
}

/** For catalogs that are rarely written, any change counts as one that other objects print. */
const unnamed = ['m.oid', 'm.ctid'] as const;

function rowsOf(catalog: string, end: VersionEnd, from: Viewpoint): string {
  const members = membersOf(catalog);
  const isIdentified = members.some(({ isRoot }) => isRoot);
  const [identity, name] = rowNames.get(catalog) ?? (isIdentified ? unnamed : ['NULL', 'NULL']);
  const roots = members.map(
    ({ rootOid, where = 'true' }) => `CASE WHEN ${where} THEN NULLIF(pg_catalog.concat(${rootOid}), '') END`,
  );
  return `SELECT '${catalog}' AS catalog, pg_catalog.concat(m.ctid) AS place,
      NULLIF(pg_catalog.concat(${identity}), '') AS identity, NULLIF(pg_catalog.concat(${name}), '') AS name,
      ARRAY[${roots.join(', ')}] AS roots, 1 AS count
    FROM pg_catalog.${catalog} AS m CROSS JOIN ${TRANSACTION} WHERE ${isWritten(end, from)}`;
}

/** Only rows that join or leave an extension matter, since membership determines what is read. */
function dependencies(end: VersionEnd, from: Viewpoint): string {
  const isOfExtension = `m.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND m.deptype IN ('e', 'x')`;
  return `SELECT 'pg_depend' AS catalog, '' AS place, NULL AS identity, NULL AS name,
      ARRAY[pg_catalog.max(CASE WHEN ${isOfExtension} THEN pg_catalog.concat(m.objid) END)] AS roots,
      pg_catalog.count(*)::pg_catalog.int4 AS count
    FROM pg_catalog.pg_depend AS m CROSS JOIN ${TRANSACTION} WHERE ${isWritten(end, from)}`;
}

const TRANSACTION = '(SELECT pg_catalog.age($1::pg_catalog.xid) AS age, $2::pg_catalog.int8 AS number) AS t';

/** Uses functions instead of casts, which users could define between these types. */
function isWritten(end: VersionEnd, from: Viewpoint): string {
  const age = `pg_catalog.age(m.${end})`;
  const oldest = from === 'outside' ? '1' : 't.age - $3::pg_catalog.int4';
  const number = `pg_catalog.xid8in(pg_catalog.int8out(t.number + (t.age - ${age})))`;
  const inProgress = `pg_catalog.pg_xact_status(${number}) = 'in progress'`;
  return `CASE WHEN ${age} BETWEEN ${oldest} AND t.age THEN ${from === 'afterwards' ? 'true' : inProgress} END`;
}
