import type { Session } from '../../database/session.js';
import { asLogin } from '../../database/as-login.js';
import { withTransaction } from '../../database/transaction.js';
import type { CatalogOptions } from '../read/catalog-state.js';
import { preparing, withCatalogTransaction, type CatalogTransaction } from '../read/catalog-transaction.js';
import { ChangedMeanwhile } from '../model/changed-meanwhile.js';
import { changesBetween, type Difference } from '../model/diff.js';
import type { ChangedRoots } from '../read/fingerprint.js';
import { unknownWriteSet } from './write-set.js';
import { readForeignRoots } from './foreign-roots.js';
import { liveState, readRoots, refreshable, type LiveState } from './live-state.js';
import type { Snapshot } from '../model/object.js';
import { warmUpCatalogSession } from './warm-up.js';
import { readCatalog } from '../read/read-catalog.js';
import { joinRoots, readWriteSet, readOwn, type WriteSetRead } from './read-write-set.js';
import { refreshCatalog } from './refresh-catalog.js';
import { differingVersions, knownVersions, readVersions, splitFingerprint } from './root-versions.js';
import { SeparateChanges, type CatalogChange } from './separate-changes.js';
import { readCountsBefore, type Counts } from './step-counts.js';
import { readCatalogNames, StepObserver } from './step-observer.js';
import { withoutWaiting } from './without-waiting.js';

/** The session that runs the steps, and the role that it logged in as. */
export interface MigrationSession {
  readonly migrationSession: Session;
  readonly login: string;
}

/**
 * The catalog of a database that others change, too. It is read in full once; after that, only what each
 * transaction changed is read, at its end and within it, because another session would wait for its locks.
 * Changes by others are ignored, unless the transaction changed the same objects: these are read again from
 * outside where that does not have to wait, otherwise the transaction must be tried again.
 */
export class LiveCatalog {
  readonly #catalogSession: Session;
  readonly #options: CatalogOptions;
  #catalogs: ReadonlyMap<string, string> = new Map();
  /** The committed state when it was last read. */
  #committed: LiveState | undefined;
  /** Changes of statements that take effect one by one. */
  #separate: SeparateChanges | undefined;
  /** The state with the changes of the open transaction. */
  #inside: LiveState | undefined;
  /** Roots read so far for the open transaction. */
  #roots: WriteSetRead['roots'] = new Map();
  #watch: StepObserver | undefined;
  /** Counters of the migration session before its transaction. */
  #before: Counts = new Map();
  #steps = 0;
  /** Whether others changed what was read. */
  #isStale = false;

  /** `catalogSession` is a separate session in which no step runs. */
  constructor(catalogSession: Session, options: CatalogOptions) {
    this.#catalogSession = catalogSession;
    this.#options = options;
  }

  /**
   * Prepares for a transaction of the migration session. Call it before each one, because what the
   * transaction has locked cannot be read from outside.
   */
  async ready(migrationSession: Session): Promise<void> {
    if (this.#isStale) await this.#refresh();
    this.#committed ??= await this.#open();
    const { fingerprint, major } = this.#committed.base;
    splitFingerprint(fingerprint);
    this.#before = await readCountsBefore(migrationSession, { major, catalogs: this.#catalogs });
  }

  async #open(): Promise<LiveState> {
    const state = liveState(await readCatalog(this.#catalogSession, this.#options));
    this.#catalogs = await readCatalogNames(this.#catalogSession);
    await this.#catalogSession.query(planOnce);
    await warmUpCatalogSession(
      preparing(this.#catalogSession, state.base.major),
      new Set(this.#catalogs.values()),
    );
    return state;
  }

  /**
   * Returns the statement that opens the next transaction so that its writes can be determined. For a
   * transaction opened in another way, the whole catalog is compared.
   */
  begin(): string {
    if (!this.#committed || this.#catalogs.size === 0) return 'BEGIN';
    this.#steps += 1;
    const [catalogs, token] = [this.#catalogs, `${this.#steps}`];
    const queries = preparing(this.#catalogSession, this.#committed.base.major);
    this.#watch = new StepObserver({ queries, catalogs, token, queryMode: 'apart', before: this.#before });
    return this.#watch.begin;
  }

  /** Reads the committed state. */
  async now(): Promise<Snapshot> {
    return (await this.#refresh()).objects;
  }

  /**
   * Starts the record of changes by statements that take effect one by one. Call it before the first of them.
   */
  async hold(): Promise<void> {
    this.#separate = new SeparateChanges((await this.#refresh()).objects);
  }

  /** Runs one of these statements in a transaction of its own, so that its changes can be determined. */
  async holdTransaction(
    { migrationSession, login }: MigrationSession,
    send: () => Promise<void>,
  ): Promise<void> {
    await this.ready(migrationSession);
    let changes: readonly Difference[] = [];
    try {
      const act = async () => {
        await send();
        changes = await asLogin(
          migrationSession,
          login,
          async () => (await this.#readInto(migrationSession)).changes,
        );
      };
      await withTransaction(migrationSession, act, { begin: this.begin() });
    } catch (error) {
      this.ended('rolled back');
      throw error;
    }
    this.#committed = this.#inside ?? this.#committed;
    this.#endTransaction();
    this.#separate?.add(changes);
  }

  /** Runs one that cannot run in a transaction; `isOwn` distinguishes its changes from concurrent ones. */
  async holdStatement(send: () => Promise<void>, isOwn: (change: Difference) => boolean): Promise<void> {
    const before = await this.#refresh();
    try {
      await send();
    } finally {
      const changes = changesBetween(before.objects, (await this.#refresh()).objects);
      this.#separate?.addMixed(changes, isOwn);
    }
  }

  /** Changes of the statements since `hold`. */
  changedSinceHold(): CatalogChange | undefined {
    return this.#separate?.change;
  }

  /** Changes that others made while these statements ran. */
  get changedByOthers(): readonly Difference[] {
    return this.#separate?.byOthers ?? [];
  }

  /**
   * Returns what the open transaction of the migration session changed since it began, or since the last
   * call.
   */
  async readChanges(migrationSession: Session): Promise<CatalogChange> {
    return this.changedSinceHold() ?? this.#readInto(migrationSession);
  }

  async #readInto(migrationSession: Session): Promise<CatalogChange> {
    const committed = this.#committed ?? (await this.#open());
    this.#committed = committed;
    await this.#watch?.observe(migrationSession);
    const read = await withCatalogTransaction(migrationSession, 'open transaction', (inside) =>
      this.#read(committed, inside),
    );
    const { state, changes, roots, stale } = read;
    if (stale.size > 0) {
      await this.#readAgain(committed, stale);
      return this.#readInto(migrationSession);
    }
    const before = this.#inside ?? committed;
    this.#inside = state;
    this.#roots = roots;
    return { before: before.objects, after: state.objects, changes };
  }

  /** Reads the changes of the transaction, and finds which of the changed roots others have changed, too. */
  async #read(committed: LiveState, inside: CatalogTransaction) {
    const before = this.#inside ?? committed;
    const outside = preparing(this.#catalogSession, committed.base.major);
    const writeSet = (await this.#watch?.writeSet(inside)) ?? unknownWriteSet;
    const isForeign = (own: ChangedRoots) => readForeignRoots(outside, committed, own);
    const { state, changes, roots } =
      writeSet.kind === 'known'
        ? await readWriteSet(before, inside, writeSet)
        : await readOwn(before, inside, { outside, isForeign, earlier: this.#roots });
    // A transaction that could not be observed once is not observed later either.
    if (writeSet.kind === 'unknown') this.#watch = undefined;
    if (roots === 'everything') {
      this.#isStale = true;
      return { state, changes, roots, stale: new Map() as ChangedRoots };
    }
    const own = await readVersions(inside, roots);
    const known = knownVersions(
      { fingerprint: committed.base.fingerprint, since: committed.versions },
      roots,
    );
    const stale = differingVersions(known, await readVersions(outside, roots));
    return {
      state: { ...state, versions: new Map([...before.versions, ...own]) },
      changes,
      roots: this.#roots === 'everything' ? this.#roots : joinRoots(this.#roots, roots),
      stale,
    };
  }

  /**
   * Reads again the objects that others have changed since they were read and that the transaction has
   * changed, too.
   *
   * @throws ChangedMeanwhile where the transaction has locked them, or has been read before
   */
  async #readAgain(committed: LiveState, stale: ChangedRoots): Promise<void> {
    this.#isStale = true;
    if (this.#inside) throw new ChangedMeanwhile(undefined);
    const read = async (outside: CatalogTransaction): Promise<LiveState> => {
      const versions = await readVersions(outside, stale);
      const { state } = await readRoots(committed, outside, ({ root }) => stale.get(root) ?? new Set());
      return { ...state, versions: new Map([...committed.versions, ...versions]) };
    };
    this.#committed = await withoutWaiting(this.#catalogSession, () =>
      withCatalogTransaction(this.#catalogSession, 'own transaction', read),
    );
    this.#isStale = false;
  }

  /** Ends the observation. Call it when the transaction has ended. */
  ended(how: 'committed' | 'rolled back'): void {
    if (how === 'committed') this.#committed = this.#inside ?? this.#committed;
    this.#separate = undefined;
    this.#endTransaction();
  }

  #endTransaction(): void {
    this.#inside = undefined;
    this.#roots = new Map();
    this.#watch = undefined;
  }

  async #refresh(): Promise<LiveState> {
    const known = this.#committed;
    const state = known
      ? await refreshCatalog(this.#catalogSession, refreshable(known))
      : await readCatalog(this.#catalogSession, this.#options);
    this.#isStale = false;
    this.#committed = liveState(state);
    return this.#committed;
  }
}

/** Uses generic plans, so that queries that run while a step holds its locks are planned only once. */
const planOnce = 'SET plan_cache_mode = force_generic_plan; SET jit = off';
