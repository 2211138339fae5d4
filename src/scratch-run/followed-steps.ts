import type { CatalogOptions } from '../catalog/read/catalog-state.js';
import { changesBetween, subject, type Difference } from '../catalog/model/diff.js';
import { LiveCatalog } from '../catalog/observe/live-catalog.js';
import type { Snapshot } from '../catalog/model/object.js';
import type { Session } from '../database/session.js';
import type { StepResult } from '../migrations/step.js';
import { isShared } from '../catalog/model/outside.js';
import type { ReplayedStep, ScratchPlace } from './replayed.js';

export interface TrackOptions extends CatalogOptions {
  readonly place: ScratchPlace;
}

/**
 * What each migration of a replay changed, seen from a session of its own. On a server that others use
 * they change nothing that it shares: what differs there meanwhile was somebody else.
 */
export class StepTracker {
  readonly told: ReplayedStep[] = [];
  readonly #catalog: LiveCatalog;
  readonly #place: ScratchPlace;
  #last: Snapshot = new Map();

  constructor(catalogSession: Session, { place, ...options }: TrackOptions) {
    this.#catalog = new LiveCatalog(catalogSession, options);
    this.#place = place;
  }

  /** To be called before the first migration. */
  async begin(): Promise<void> {
    this.#last = await this.#catalog.now();
  }

  /** To be called when a migration has been committed. */
  async follow(result: StepResult): Promise<void> {
    const next = await this.#catalog.now();
    const changes = changesBetween(this.#last, next);
    const isOwn = (change: Difference) => this.#place === 'embedded' || !isShared(subject(change));
    this.told.push({ result, changes: changes.filter(isOwn) });
    this.#last = next;
  }
}
