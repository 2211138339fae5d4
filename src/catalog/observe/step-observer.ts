import { catalogText } from '../../database/text-conversion.js';
import type { Session } from '../../database/session.js';
import type { CatalogTransaction } from '../read/catalog-transaction.js';
import { COUNTS, isAccounted, parseCounts, type Counts, type FoundRows } from './step-counts.js';
import { unknownWriteSet, writtenBy, type WriteSet } from './write-set.js';
import {
  isTracked,
  numbersSince,
  rowsQueries,
  stillThere,
  type QueryMode,
  type RowsQuery,
  type WrittenRow,
} from './written-rows-sql.js';

/** Catalogs from which no reader reads anything. */
const irrelevant: ReadonlySet<string> = new Set([
  'pg_shdepend',
  'pg_statistic',
  'pg_statistic_ext_data',
  'pg_toast',
]);

const CATALOGS = `
  SELECT ${catalogText('c.oid')} AS oid, c.relname::pg_catalog.text AS name FROM pg_catalog.pg_class AS c
  WHERE c.relnamespace = 'pg_catalog'::pg_catalog.regnamespace AND c.relkind = 'r'`;

/** System catalogs by OID. */
export async function readCatalogNames(session: Session): Promise<ReadonlyMap<string, string>> {
  const { rows } = await session.query<{ oid: string; name: string }>(CATALOGS);
  return new Map(rows.map(({ oid, name }) => [oid, name]));
}

/**
 * What the transaction has written so far, from the server's counters (manual, "Statistics Functions"), which
 * are not kept where `track_counts` is off. The setting shows whether it is still the transaction that
 * `begin` opened.
 */
const WRITTEN = `
  SELECT pg_catalog.current_setting('roundtrip.step', true) = $2
      AND pg_catalog.current_setting('track_counts') = 'on' AS known,
    NULLIF(pg_catalog.concat(pg_catalog.pg_current_xact_id_if_assigned()), '') AS number, ${COUNTS} AS counts`;

interface Written {
  readonly known: boolean | null;
  /** Number of the transaction, with its epoch; NULL where it has written nothing. */
  readonly number: string | null;
  readonly counts: readonly string[];
}

export interface StepObserverOptions {
  /** Runs on another session than that of the step. */
  readonly queries: CatalogTransaction;
  /** System catalogs by OID. */
  readonly catalogs: ReadonlyMap<string, string>;
  /** Distinguishes the transaction from others of the same session. */
  readonly token: string;
  readonly queryMode: QueryMode;
  /** Counts of the step's session before the transaction. */
  readonly before: Counts;
}

/** The state of an observed transaction's writes. */
interface Observation {
  /** Number of the transaction, as `xid` and as `int8`. */
  readonly numbers: readonly [string, string];
  readonly counts: Counts;
  readonly catalogs: ReadonlySet<string>;
  readonly since: Promise<number>;
  readonly ended: Promise<readonly WrittenRow[]>;
}

/**
 * Observes one transaction of another session, with all its subtransactions. The catalog rows that it ends
 * can be seen by other sessions before it commits; the rows that it creates, only by itself and after the
 * commit.
 */
export class StepObserver {
  readonly #options: StepObserverOptions;
  #observation: Observation | 'unknown' | 'nothing' = 'unknown';
  /**
   * Rows found by all observations so far: rows that the transaction created and ended again are no longer
   * visible.
   */
  #found: FoundRows = { made: [], ended: [] };

  constructor(options: StepObserverOptions) {
    this.#options = options;
  }

  get begin(): string {
    return `BEGIN; SET LOCAL roundtrip.step = '${this.#options.token}'`;
  }

  /** Observes the transaction on the session of the step. Call it as the last thing before the commit. */
  async beforeCommit(migrationSession: Session): Promise<void> {
    await this.observe(migrationSession);
    if (typeof this.#observation === 'object')
      await Promise.all([this.#observation.since, this.#observation.ended]);
  }

  /**
   * Observes the transaction without waiting for the queries of the other session; `writeSet` waits for them.
   */
  async observe(migrationSession: Session): Promise<void> {
    this.#observation = 'unknown';
    const { token, catalogs } = this.#options;
    const { rows } = await migrationSession.query<Written>(WRITTEN, [[...catalogs.keys()], token]);
    const [row] = rows;
    if (row?.known !== true) return;
    this.#observation = row.number === null ? 'nothing' : this.#begin(row.number, row.counts);
  }

  #begin(number: string, texts: readonly string[]): Observation | 'unknown' {
    const all = parseCounts(texts, this.#options.catalogs);
    const counts = new Map([...all].filter(([name]) => !irrelevant.has(name)));
    const catalogs = new Set(counts.keys());
    if ([...catalogs].some((name) => !isTracked(name))) return 'unknown';
    const { queries } = this.#options;
    const numbers = [`${BigInt(number) % 2n ** 32n}`, number] as const;
    const since = queries
      .query<{ since: number }>(numbersSince, [numbers[0]])
      .then(([found]) => found?.since ?? 0);
    const ended = this.#rows(queries, { end: 'xmax', from: 'outside', catalogs }, numbers);
    // Whoever awaits these promises gets the error, even if they have failed before.
    for (const promise of [since, ended]) promise.catch(() => undefined);
    return { numbers, counts, catalogs, since, ended };
  }

  /**
   * Returns the roots of all rows that were created or ended: after the commit, or before it (`inside`) on
   * the session of the step.
   */
  async writeSet(inside?: CatalogTransaction): Promise<WriteSet> {
    const observe = this.#observation;
    if (observe === 'unknown') return unknownWriteSet;
    if (observe === 'nothing') return writtenBy(this.#found);
    const now = await this.#rowsNow(observe, inside);
    const { made, ended } = this.#found;
    this.#found = { made: [...made, ...now.made], ended: [...ended, ...now.ended] };
    const isKnown = isAccounted(now, observe.counts, this.#options.before);
    return isKnown ? writtenBy(this.#found) : unknownWriteSet;
  }

  async #rowsNow(observe: Observation, inside: CatalogTransaction | undefined): Promise<FoundRows> {
    const { catalogs, counts, numbers } = observe;
    const from = inside ? 'inside' : 'afterwards';
    const values = [...numbers, await observe.since];
    const requested = this.#rows(inside ?? this.#options.queries, { end: 'xmin', from, catalogs }, values);
    const [ended, made] = await Promise.all([observe.ended, requested]);
    if (!inside || isAccounted({ made, ended }, counts, this.#options.before)) return { made, ended };
    return { made, ended: await withoutOthers(inside, ended) };
  }

  async #rows(
    queries: CatalogTransaction,
    which: Omit<RowsQuery, 'queryMode'>,
    values: readonly unknown[],
  ): Promise<readonly WrittenRow[]> {
    const texts = rowsQueries({ ...which, queryMode: this.#options.queryMode });
    return (await Promise.all(texts.map((text) => queries.query<WrittenRow>(text, values)))).flat();
  }
}

/** Leaves out rows that another transaction is about to end, which are still visible to this one. */
async function withoutOthers(
  inside: CatalogTransaction,
  ended: readonly WrittenRow[],
): Promise<readonly WrittenRow[]> {
  const catalogs = new Set(ended.filter(({ place }) => place !== '').map(({ catalog }) => catalog));
  const there = new Set<string>();
  for (const catalog of catalogs) {
    const places = ended.filter((row) => row.catalog === catalog).map(({ place }) => place);
    const rows = await inside.query<{ place: string }>(stillThere(catalog), [places]);
    for (const { place } of rows) there.add(`${catalog} ${place}`);
  }
  return ended.filter(({ catalog, place }) => !there.has(`${catalog} ${place}`));
}
