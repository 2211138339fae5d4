import type { CatalogOptions } from '../catalog/catalog-state.js';
import { changesBetween } from '../catalog/diff.js';
import { LiveCatalog } from '../catalog/live-catalog.js';
import type { Snapshot } from '../catalog/object.js';
import type { Session } from '../database/session.js';
import type { StepResult } from '../migrations/run-step.js';
import type { ReplayedStep } from './replayed.js';

/** What each migration of a replay changed, seen from a session of its own. */
export class FollowedSteps {
  readonly told: ReplayedStep[] = [];
  readonly #catalog: LiveCatalog;
  #last: Snapshot = new Map();

  constructor(watcher: Session, options: CatalogOptions) {
    this.#catalog = new LiveCatalog(watcher, options);
  }

  /** To be called before the first migration. */
  async begin(): Promise<void> {
    this.#last = await this.#catalog.now();
  }

  /** To be called when a migration has been committed. */
  async follow(result: StepResult): Promise<void> {
    const next = await this.#catalog.now();
    this.told.push({ result, changes: changesBetween(this.#last, next) });
    this.#last = next;
  }
}
