import type { Session } from '../database/session.js';
import type { CatalogOptions } from './catalog-state.js';
import { preparing, withCatalogTransaction } from './catalog-transaction.js';
import { changesBetween, type Difference } from './diff.js';
import { liveState, refreshable, type LiveState } from './live-state.js';
import type { Snapshot } from './object.js';
import { planForWatcher } from './plan-ahead.js';
import { readCatalog } from './read-catalog.js';
import { readFootprint } from './read-footprint.js';
import { refreshCatalog } from './refresh-catalog.js';
import { changesOf, keysOf } from './root-part.js';
import { isSameVersions, knownVersions, readVersions, splitFingerprint } from './root-versions.js';
import { readCountsBefore, type Counts } from './step-counts.js';
import { readCatalogNames, StepWatch } from './step-watch.js';

/** What one transaction has changed in the catalog so far. */
export interface CatalogChange {
  /** The catalog without the transaction. */
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly changes: readonly Difference[];
}

/**
 * The catalog of a database that others change, too. It is read once; of each transaction then only what
 * that wrote is read, at its end. Where that cannot be told, or somebody else changed the same objects
 * meanwhile, the whole catalog is compared, from outside, which sees all that others committed, and from
 * inside, which also sees what the transaction did.
 */
export class LiveCatalog {
  readonly #watcher: Session;
  readonly #options: CatalogOptions;
  #catalogs: ReadonlyMap<string, string> = new Map();
  /** As it was committed when it was last read. */
  #committed: LiveState | undefined;
  /** Before statements that took effect one by one. */
  #held: LiveState | undefined;
  /** With what the open transaction did. */
  #inside: LiveState | undefined;
  #watch: StepWatch | undefined;
  /** What the session of the steps had counted before its transaction. */
  #before: Counts = new Map();
  #steps = 0;
  /** Others changed what an open transaction had locked. */
  #isStale = false;

  /** `watcher` is a session of its own, in which no step runs. */
  constructor(watcher: Session, options: CatalogOptions) {
    this.#watcher = watcher;
    this.#options = options;
  }

  /** To be called before each transaction of `actor`: what that has locked cannot be read from outside. */
  async ready(actor: Session): Promise<void> {
    if (this.#isStale) await this.#refresh();
    this.#committed ??= await this.#open();
    const { fingerprint, major } = this.#committed.base;
    splitFingerprint(fingerprint);
    this.#before = await readCountsBefore(actor, { major, catalogs: this.#catalogs });
  }

  async #open(): Promise<LiveState> {
    const state = liveState(await readCatalog(this.#watcher, this.#options));
    this.#catalogs = await readCatalogNames(this.#watcher);
    await this.#watcher.query(planOnce);
    await planForWatcher(preparing(this.#watcher, state.base.major), new Set(this.#catalogs.values()));
    return state;
  }

  /**
   * How the next transaction is to be opened, so that what it writes can be told; one that is opened
   * otherwise makes a comparison of the whole catalog.
   */
  begin(): string {
    if (!this.#committed || this.#catalogs.size === 0) return 'BEGIN';
    this.#steps += 1;
    const [catalogs, token] = [this.#catalogs, `${this.#steps}`];
    const queries = preparing(this.#watcher, this.#committed.base.major);
    this.#watch = new StepWatch({ queries, catalogs, token, asking: 'apart', before: this.#before });
    return this.#watch.begin;
  }

  /** What is committed now. */
  async now(): Promise<Snapshot> {
    return (await this.#refresh()).objects;
  }

  /** To be called before statements that take effect one by one: their change is told from here. */
  async hold(): Promise<void> {
    this.#held = await this.#refresh();
  }

  /** What was changed since `hold`, by whomever. */
  async changedSinceHold(): Promise<CatalogChange | undefined> {
    if (!this.#held) return undefined;
    return changeBetween(this.#held, await this.#refresh());
  }

  /** What the transaction that `actor` has open changed since its beginning, or since the last look into it. */
  async look(actor: Session): Promise<CatalogChange> {
    return (await this.#lookAtWritten(actor)) ?? this.#lookAtAll(actor);
  }

  async #lookAtWritten(actor: Session): Promise<CatalogChange | undefined> {
    const [watch, committed] = [this.#watch, this.#committed];
    if (this.#held || !watch || !committed) return undefined;
    const before = this.#inside ?? committed;
    await watch.look(actor);
    const watching = preparing(this.#watcher, committed.base.major);
    const read = await withCatalogTransaction(actor, 'open transaction', async (inside) => {
      const found = await readFootprint(before, inside, watch);
      if (!found) return undefined;
      const [own, outside] = await Promise.all([
        readVersions(inside, found.roots),
        readVersions(watching, found.roots),
      ]);
      return {
        ...found,
        outside,
        state: { ...found.state, versions: new Map([...before.versions, ...own]) },
      };
    });
    if (!read) return undefined;
    const { fingerprint } = committed.base;
    const known = knownVersions({ fingerprint, since: committed.versions }, read.roots);
    if (!isSameVersions(known, read.outside)) return undefined;
    this.#inside = read.state;
    return {
      before: before.objects,
      after: read.state.objects,
      changes: changesOf(before.objects, read.state.objects, keysOf(read.sets)),
    };
  }

  async #lookAtAll(actor: Session): Promise<CatalogChange> {
    const before = this.#held ?? this.#inside ?? (await this.#refresh());
    const after = liveState(await refreshCatalog(actor, refreshable(before), { readIn: 'open transaction' }));
    this.#held = undefined;
    this.#inside = after;
    // What it found was not followed, so a later look into the same transaction has to compare all, too.
    this.#watch = undefined;
    return changeBetween(before, after);
  }

  /** To be called when the transaction has ended. */
  ended(how: 'committed' | 'rolled back'): void {
    if (how === 'committed') this.#committed = this.#inside ?? this.#committed;
    this.#inside = undefined;
    this.#held = undefined;
    this.#watch = undefined;
  }

  /**
   * What others did to a table that the open transaction has locked cannot be read until that ends, so it
   * is not waited for long: the transaction is to be rolled back, and tried again from a state that is read
   * before it.
   * @throws the driver's error lock_not_available (55P03) then
   */
  async #refresh(): Promise<LiveState> {
    const known = this.#committed;
    this.#isStale = true;
    const state = known
      ? await withShortWait(this.#watcher, () => refreshCatalog(this.#watcher, refreshable(known)))
      : await readCatalog(this.#watcher, this.#options);
    this.#isStale = false;
    this.#committed = liveState(state);
    return this.#committed;
  }
}

/** What is asked while a step holds its locks is planned the first time alone. */
const planOnce = 'SET plan_cache_mode = force_generic_plan; SET jit = off';

const LIMIT_WAIT = `
  SELECT pg_catalog.current_setting('lock_timeout') AS usual, pg_catalog.set_config('lock_timeout', '200ms', false)`;

/** The session's own lock timeout is for when nobody waits behind it. */
async function withShortWait<T>(session: Session, action: () => Promise<T>): Promise<T> {
  const { rows } = await session.query<{ usual: string }>(LIMIT_WAIT);
  try {
    return await action();
  } finally {
    await session.query("SELECT pg_catalog.set_config('lock_timeout', $1, false)", [rows[0]?.usual ?? '0']);
  }
}

function changeBetween(before: LiveState, after: LiveState): CatalogChange {
  return {
    before: before.objects,
    after: after.objects,
    changes: changesBetween(before.objects, after.objects),
  };
}
