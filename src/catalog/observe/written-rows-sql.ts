import type { TrackedMember } from '../kind/tracked-member.js';
import { rowNames, trackedMembers } from '../kinds/lists.js';

/** What became of a version of a row: a transaction made it (`xmin`), or ended it (`xmax`). */
export type VersionEnd = 'xmin' | 'xmax';

/** Who looks for the versions: another session or the one of the transaction while it is open, or anybody afterwards. */
export type Viewpoint = 'outside' | 'inside' | 'afterwards';

/**
 * `together` asks with one statement, for sessions that follow many steps; `apart` with one for each catalog,
 * for sessions that plan them all ahead.
 */
export type QueryMode = 'together' | 'apart';

/** A row of a catalog that a transaction wrote. */
export interface WrittenRow {
  readonly catalog: string;
  /** `ctid` of the version; empty where the rows of a catalog are only counted. */
  readonly place: string;
  /** Tells the row from others, through all its versions; NULL where the catalog names nothing. */
  readonly identity: string | null;
  /** What others print of it. */
  readonly name: string | null;
  /** For each member of the catalog the OID of its root; NULL where the row leads to none. */
  readonly roots: readonly (string | null)[];
  readonly count: number;
}

export interface RowsQuery {
  readonly end: VersionEnd;
  readonly from: Viewpoint;
  /** Names of system catalogs; those that are not followed are left out. */
  readonly catalogs: ReadonlySet<string>;
  readonly queryMode: QueryMode;
}

/**
 * What to ask for the rows that a transaction wrote in these catalogs. Parameters: the number of the
 * transaction (`xid`), the same with its epoch (`int8`), and, but from outside, how many numbers were given
 * out since (`numbersSince`).
 *
 * Subtransactions get their numbers after their transaction (manual, "Subtransactions"), so these are
 * the rows with a number from there on, compared in a circle, of a transaction that is in progress. What
 * others have committed is not in progress, and what they have not committed cannot be seen; only what they
 * are about to delete can, from outside: `stillThere` tells.
 */
export function rowsQueries({ end, from, catalogs, queryMode }: RowsQuery): readonly string[] {
  const found = [...membersByCatalog.keys()].filter((catalog) => catalogs.has(catalog));
  const texts = found.map((catalog) => rowsQuery(catalog, end, from));
  if (queryMode === 'apart' || texts.length < 2) return texts;
  return [remember([end, from, ...found].join(' '), () => texts.join('\nUNION ALL\n'))];
}

/** Catalogs whose rows can be told to be written by a transaction. */
export function isTracked(catalog: string): boolean {
  return membersByCatalog.has(catalog);
}

/** Of a row of the catalog, in the order of its roots. */
export function membersOf(catalog: string): readonly TrackedMember[] {
  return membersByCatalog.get(catalog) ?? [];
}

/** To be asked by a session that has written nothing: age counts up to the next number there. */
export const numbersSince = 'SELECT pg_catalog.age($1::pg_catalog.xid) AS since';

/** Which versions of rows of a catalog are there for the session that asks. */
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

/** Steps write to few combinations of catalogs, again and again; a text that stays the same is hashed once. */
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

/** Of what is rarely written, every change is taken for one that others print. */
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

/** Only what joins or leaves an extension matters, since it changes what is read of it. */
function dependencies(end: VersionEnd, from: Viewpoint): string {
  const isOfExtension = `m.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND m.deptype IN ('e', 'x')`;
  return `SELECT 'pg_depend' AS catalog, '' AS place, NULL AS identity, NULL AS name,
      ARRAY[pg_catalog.max(CASE WHEN ${isOfExtension} THEN pg_catalog.concat(m.objid) END)] AS roots,
      pg_catalog.count(*)::pg_catalog.int4 AS count
    FROM pg_catalog.pg_depend AS m CROSS JOIN ${TRANSACTION} WHERE ${isWritten(end, from)}`;
}

const TRANSACTION = '(SELECT pg_catalog.age($1::pg_catalog.xid) AS age, $2::pg_catalog.int8 AS number) AS t';

/** Functions instead of casts, which a user could define between these types. */
function isWritten(end: VersionEnd, from: Viewpoint): string {
  const age = `pg_catalog.age(m.${end})`;
  const oldest = from === 'outside' ? '1' : 't.age - $3::pg_catalog.int4';
  const number = `pg_catalog.xid8in(pg_catalog.int8out(t.number + (t.age - ${age})))`;
  const inProgress = `pg_catalog.pg_xact_status(${number}) = 'in progress'`;
  return `CASE WHEN ${age} BETWEEN ${oldest} AND t.age THEN ${from === 'afterwards' ? 'true' : inProgress} END`;
}
