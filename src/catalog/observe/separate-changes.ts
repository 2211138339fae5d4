import { composeChanges, stateAbove } from '../model/net-change.js';
import type { Difference } from '../model/diff.js';
import type { Snapshot } from '../model/object.js';

/** What one transaction, or statements one after the other, changed in the catalog. */
export interface CatalogChange {
  /** The catalog without the change. */
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly changes: readonly Difference[];
}

/** What statements that take effect one by one changed, apart from what others changed while they ran. */
export class SeparateChanges {
  readonly #before: Snapshot;
  #own: readonly Difference[] = [];
  #byOthers: readonly Difference[] = [];

  /** `before` is what was committed before the first of the statements. */
  constructor(before: Snapshot) {
    this.#before = before;
  }

  /** Adds what the next statement changed. */
  add(changes: readonly Difference[]): void {
    this.#own = composeChanges(this.#own, changes);
  }

  /** Adds what changed while the next statement ran; `isOwn` tells its changes from those of others. */
  addMixed(changes: readonly Difference[], isOwn: (change: Difference) => boolean): void {
    this.add(changes.filter(isOwn));
    this.#byOthers = [...this.#byOthers, ...changes.filter((change) => !isOwn(change))];
  }

  get byOthers(): readonly Difference[] {
    return this.#byOthers;
  }

  /** As if others had changed nothing. */
  get change(): CatalogChange {
    return { before: this.#before, after: stateAbove(this.#before, this.#own), changes: this.#own };
  }
}
