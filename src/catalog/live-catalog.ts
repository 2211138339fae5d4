import type { Session } from '../database/session.js';
import type { CatalogOptions, CatalogState } from './catalog-state.js';
import { changesBetween, type Difference } from './diff.js';
import type { Snapshot } from './object.js';
import { readCatalog } from './read-catalog.js';
import { refreshCatalog } from './refresh-catalog.js';

/** What one transaction has changed in the catalog so far. */
export interface CatalogChange {
  /** The catalog without the transaction. */
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly changes: readonly Difference[];
}

/** SQLSTATE lock_not_available (manual, appendix A). */
const lockNotAvailable = '55P03';

/**
 * The catalog of a database that others change, too. What a transaction did is told by two reads at its
 * end: one from outside, which sees all that others committed meanwhile, and one from inside, which
 * also sees what the transaction itself did.
 */
export class LiveCatalog {
  readonly #watcher: Session;
  readonly #options: CatalogOptions;
  /** As it was committed when it was last read. */
  #committed: CatalogState | undefined;
  /** Before statements that took effect one by one. */
  #held: CatalogState | undefined;
  /** With what the open transaction did. */
  #inside: CatalogState | undefined;

  /** `watcher` is a session of its own, in which no step runs. */
  constructor(watcher: Session, options: CatalogOptions) {
    this.#watcher = watcher;
    this.#options = options;
  }

  /** To be called before the first step: what a step has locked cannot be read from outside. */
  async ready(): Promise<void> {
    this.#committed ??= await readCatalog(this.#watcher, this.#options);
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
    const before = this.#held ?? this.#inside ?? (await this.#refresh());
    const after = await refreshCatalog(actor, before, { readIn: 'open transaction' });
    this.#held = undefined;
    this.#inside = after;
    return changeBetween(before, after);
  }

  /** To be called when the transaction has ended. */
  ended(how: 'committed' | 'rolled back'): void {
    if (how === 'committed') this.#committed = this.#inside ?? this.#committed;
    this.#inside = undefined;
    this.#held = undefined;
  }

  /**
   * What others did to a table that the open transaction has locked cannot be read until that ends; then
   * the state before it is as good as known.
   */
  async #refresh(): Promise<CatalogState> {
    const known = (this.#committed ??= await readCatalog(this.#watcher, this.#options));
    try {
      this.#committed = await refreshCatalog(this.#watcher, known);
      return this.#committed;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === lockNotAvailable)) throw error;
      return known;
    }
  }
}

function changeBetween(before: CatalogState, after: CatalogState): CatalogChange {
  return {
    before: before.objects,
    after: after.objects,
    changes: changesBetween(before.objects, after.objects),
  };
}
