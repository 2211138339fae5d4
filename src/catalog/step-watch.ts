import type { Session } from '../database/session.js';
import { followedMembers } from './followed-members.js';
import type { Kind } from './object.js';
import type { CatalogTransaction } from './catalog-transaction.js';
import type { RootCatalog } from './reader.js';
import { rowsQueries, type Asking, type VersionEnd } from './written-rows-sql.js';

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

export interface StepWatchOptions {
  /** On a session that is not the one of the step. */
  readonly queries: CatalogTransaction;
  /** System catalogs by OID. */
  readonly catalogs: ReadonlyMap<string, string>;
  /** Tells the transaction from others of the same session. */
  readonly token: string;
  readonly asking: Asking;
}

/**
 * Follows one transaction of another session: which catalog rows it takes away shows before it
 * commits, to everybody else; which it brings shows afterwards.
 */
export class StepWatch {
  readonly #catalogs: ReadonlyMap<string, string>;
  readonly #token: string;
  readonly #queries: CatalogTransaction;
  readonly #asking: Asking;
  #xids: readonly string[] | undefined;
  /** Catalogs with rows that came, and with rows that went. */
  #came: ReadonlySet<string> = new Set();
  #went: ReadonlySet<string> = new Set();
  #old: Promise<readonly RootRow[]> = Promise.resolve([]);
  /** By all looks so far: rows that the transaction made and took away again show to nobody any more. */
  #found: readonly RootRow[] = [];

  constructor({ queries, catalogs, token, asking }: StepWatchOptions) {
    this.#queries = queries;
    this.#catalogs = catalogs;
    this.#token = token;
    this.#asking = asking;
  }

  /** How the transaction must be opened. */
  get begin(): string {
    return `BEGIN; SET LOCAL roundtrip.step = '${this.#token}'`;
  }

  /** To be called on the session of the step, as the last thing before it commits. */
  async beforeCommit(actor: Session): Promise<void> {
    await this.look(actor);
    await this.#old;
  }

  /** The same where the footprint is asked for before the commit: it waits for what goes on meanwhile. */
  async look(actor: Session): Promise<void> {
    this.#xids = undefined;
    const { rows } = await actor.query<WrittenRow>(WRITTEN, [this.#token, [...this.#catalogs.keys()]]);
    const [row] = rows;
    if (row?.known !== true || row.xids.length === 0 || row.xids.length > mostXids) return;
    this.#came = this.#named([...row.inserted, ...row.updated]);
    this.#went = this.#named([...row.deleted, ...row.updated]);
    if ([...this.#came, ...this.#went].some((name) => !followedCatalogs.has(name))) return;
    this.#xids = row.xids;
    this.#old = this.#rows('xmax', this.#went);
    // Whoever waits for it is told, also when it has failed before.
    this.#old.catch(() => undefined);
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
    const [old, come] = await Promise.all([this.#old, this.#rows('xmin', this.#came, queries)]);
    this.#found = [...this.#found, ...old, ...come];
    const onlyDependencies = [...this.#came, ...this.#went].every((name) => name === 'pg_depend');
    if (onlyDependencies || this.#found.some(({ member }) => member < 0)) return { kind: 'unknown' };
    return {
      kind: 'known',
      written: groupRows(this.#found, 'kinds'),
      again: groupRows(this.#found, 'again'),
    };
  }

  /** Rows whose version the transaction, or one inside it, ended (`xmax`) or made (`xmin`). */
  async #rows(
    end: VersionEnd,
    catalogs: ReadonlySet<string>,
    queries = this.#queries,
  ): Promise<readonly RootRow[]> {
    const texts = rowsQueries(end, catalogs, this.#asking);
    return (await Promise.all(texts.map((text) => queries.query<RootRow>(text, [this.#xids])))).flat();
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
