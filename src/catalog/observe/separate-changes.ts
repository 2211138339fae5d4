import { composeChanges, stateAbove } from '../model/net-change.js';
import type { Difference } from '../model/diff.js';
import type { Snapshot } from '../model/object.js';

/** Changes of the catalog by one transaction, or by consecutive statements. */
export interface CatalogChange {
  /** The catalog without the change. */
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly changes: readonly Difference[];
}

/** Changes of statements that take effect one by one, separated from what others changed while they ran. */
export class SeparateChanges {
  readonly #before: Snapshot;
  #own: readonly Difference[] = [];
  #byOthers: readonly Difference[] = [];

  /** `before` is the committed state before the first of the statements. */
  constructor(before: Snapshot) {
    this.#before = before;
  }

  add(changes: readonly Difference[]): void {
    this.#own = composeChanges(this.#own, changes);
  }

  /**
   * Adds all changes made while the next statement ran; `isOwn` distinguishes its changes from those of
   * others.
   */
  addMixed(changes: readonly Difference[], isOwn: (change: Difference) => boolean): void {
    this.add(changes.filter(isOwn));
    this.#byOthers = [...this.#byOthers, ...changes.filter((change) => !isOwn(change))];
  }

  get byOthers(): readonly Difference[] {
    return this.#byOthers;
  }

  /** The change without that of others. */
  get change(): CatalogChange {
    return { before: this.#before, after: stateAbove(this.#before, this.#own), changes: this.#own };
  }
}
