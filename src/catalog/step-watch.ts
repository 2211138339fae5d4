import type { Session } from '../database/session.js';
import { followedMembers, type FollowedMember } from './followed-members.js';
import type { Kind } from './object.js';
import type { CatalogTransaction } from './catalog-transaction.js';
import type { RootCatalog } from './reader.js';

/** Which objects of which kinds a root must be asked for again: OIDs by kind, by root catalog. */
export type WrittenRoots = ReadonlyMap<RootCatalog, ReadonlyMap<Kind, ReadonlySet<string>>>;

/** What a transaction wrote, as far as it can be told; otherwise the whole catalog must be asked. */
export type Footprint =
  | {
      readonly kind: 'known';
      readonly written: WrittenRoots;
      /** To be asked for again where such objects are known. */
      readonly again: WrittenRoots;
    }
  | { readonly kind: 'unknown' };

/** Catalogs without anything that is read. */
const irrelevant: ReadonlySet<string> = new Set([
  'pg_shdepend',
  'pg_statistic',
  'pg_statistic_ext_data',
  'pg_toast',
]);

const followedCatalogs: ReadonlySet<string> = new Set([
  ...followedMembers.map(({ catalog }) => catalog),
  'pg_depend',
]);

const CATALOGS = `
  SELECT c.oid::pg_catalog.text AS oid, c.relname::pg_catalog.text AS name FROM pg_catalog.pg_class AS c
  WHERE c.relnamespace = 'pg_catalog'::pg_catalog.regnamespace AND c.relkind = 'r'`;

/** System catalogs by OID. */
export async function readCatalogNames(session: Session): Promise<ReadonlyMap<string, string>> {
  const { rows } = await session.query<{ oid: string; name: string }>(CATALOGS);
  return new Map(rows.map(({ oid, name }) => [oid, name]));
}

/**
 * What the transaction wrote so far, by the server's own counters of it (manual, 27.2.26
 * "Statistics Functions"); they count in vain where `track_counts` is off. The setting tells
 * whether it is still the transaction that `begin` opened.
 */
const WRITTEN = `
  SELECT pg_catalog.current_setting('roundtrip.step', true) = $1
      AND pg_catalog.current_setting('track_counts') = 'on' AS known,
    ARRAY(SELECT l.transactionid::pg_catalog.text FROM pg_catalog.pg_locks AS l
      WHERE l.locktype = 'transactionid' AND l.pid = pg_catalog.pg_backend_pid()) AS xids,
    ARRAY(SELECT o.oid::pg_catalog.text FROM pg_catalog.unnest($2::pg_catalog.oid[]) AS o (oid)
      WHERE pg_catalog.pg_stat_get_xact_tuples_inserted(o.oid) > 0) AS inserted,
    ARRAY(SELECT o.oid::pg_catalog.text FROM pg_catalog.unnest($2::pg_catalog.oid[]) AS o (oid)
      WHERE pg_catalog.pg_stat_get_xact_tuples_updated(o.oid) > 0) AS updated,
    ARRAY(SELECT o.oid::pg_catalog.text FROM pg_catalog.unnest($2::pg_catalog.oid[]) AS o (oid)
      WHERE pg_catalog.pg_stat_get_xact_tuples_deleted(o.oid) > 0) AS deleted`;

/** Of more, comparing them row by row would take longer than asking the whole catalog. */
const mostXids = 32;

interface WrittenRow {
  readonly known: boolean | null;
  /** Of the transaction and of those inside it: each holds a lock on its own number. */
  readonly xids: readonly string[];
  readonly inserted: readonly string[];
  readonly updated: readonly string[];
  readonly deleted: readonly string[];
}

interface RootRow {
  /** Place of the member in the list of those that are followed; -1 for what concerns extensions. */
  readonly member: number;
  readonly root: string | null;
}

/**
 * Follows one transaction of another session: which catalog rows it takes away shows before it
 * commits, to everybody else; which it brings shows afterwards.
 */
export class StepWatch {
  readonly #catalogs: ReadonlyMap<string, string>;
  readonly #token: string;
  readonly #queries: CatalogTransaction;
  #xids: readonly string[] | undefined;
  /** Catalogs with rows that came, and with rows that went. */
  #came: ReadonlySet<string> = new Set();
  #went: ReadonlySet<string> = new Set();
  #old: readonly RootRow[] = [];

  constructor(queries: CatalogTransaction, catalogs: ReadonlyMap<string, string>, token: string) {
    this.#queries = queries;
    this.#catalogs = catalogs;
    this.#token = token;
  }

  /** How the transaction must be opened. */
  get begin(): string {
    return `BEGIN; SET LOCAL roundtrip.step = '${this.#token}'`;
  }

  /** To be called on the session of the step, as the last thing before it commits. */
  async beforeCommit(actor: Session): Promise<void> {
    const { rows } = await actor.query<WrittenRow>(WRITTEN, [this.#token, [...this.#catalogs.keys()]]);
    const [row] = rows;
    if (row?.known !== true || row.xids.length === 0 || row.xids.length > mostXids) return;
    this.#xids = undefined;
    this.#came = this.#named([...row.inserted, ...row.updated]);
    this.#went = this.#named([...row.deleted, ...row.updated]);
    if ([...this.#came, ...this.#went].some((name) => !followedCatalogs.has(name))) return;
    this.#xids = row.xids;
    this.#old = await this.#rows('xmax', this.#went);
  }

  #named(oids: readonly string[]): ReadonlySet<string> {
    const names = oids.map((oid) => this.#catalogs.get(oid) ?? oid);
    return new Set(names.filter((name) => !irrelevant.has(name)));
  }

  /**
   * The roots of all rows that went or came, which shows after the commit, or before it to the session of
   * the step (`queries`).
   */
  async footprint(queries = this.#queries): Promise<Footprint> {
    if (this.#xids === undefined) return { kind: 'unknown' };
    const rows = [...this.#old, ...(await this.#rows('xmin', this.#came, queries))];
    const onlyDependencies = [...this.#came, ...this.#went].every((name) => name === 'pg_depend');
    if (onlyDependencies || rows.some(({ member }) => member < 0)) return { kind: 'unknown' };
    return { kind: 'known', written: groupRows(rows, 'kinds'), again: groupRows(rows, 'again') };
  }

  /** Rows whose version the transaction, or one inside it, ended (`xmax`) or made (`xmin`). */
  async #rows(
    column: 'xmin' | 'xmax',
    catalogs: ReadonlySet<string>,
    queries = this.#queries,
  ): Promise<readonly RootRow[]> {
    const parts = [...membersByCatalog].flatMap(([catalog, members]) =>
      catalogs.has(catalog) ? [catalogRows(catalog, members, column)] : [],
    );
    if (catalogs.has('pg_depend')) parts.push(extensionRows(column));
    if (parts.length === 0) return [];
    return queries.query<RootRow>(parts.join('\nUNION ALL\n'), [this.#xids]);
  }
}

function groupRows(rows: readonly RootRow[], which: 'kinds' | 'again'): WrittenRoots {
  const written = new Map<RootCatalog, Map<Kind, Set<string>>>();
  for (const { member, root } of rows) {
    const followed = followedMembers[member];
    if (!followed || root === null) continue;
    const ofRoot = written.get(followed.root) ?? new Map<Kind, Set<string>>();
    written.set(followed.root, ofRoot);
    for (const kind of followed[which] ?? []) ofRoot.set(kind, (ofRoot.get(kind) ?? new Set()).add(root));
  }
  return written;
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
