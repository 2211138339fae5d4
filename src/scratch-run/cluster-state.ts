import { toSnapshot } from '../catalog/model/snapshot.js';
import { diff, subject, type Difference } from '../catalog/model/diff.js';
import { keyOf, type CatalogObject } from '../catalog/model/object.js';
import { planRepair } from '../catalog/repair/plan-repair.js';
import { readCatalog } from '../catalog/read/read-catalog.js';
import { uninterruptible } from '../database/interruption.js';
import type { Database, Session } from '../database/session.js';
import { withSession } from '../database/with-session.js';
import { isShared } from '../catalog/model/outside.js';

/**
 * Records what steps change outside of their scratch database, and restores it when an earlier state is
 * rebuilt or the proof ends. Objects that no step changed are never altered.
 */
export class ClusterState {
  readonly #original = new Map<string, CatalogObject | undefined>();
  /** By position in the chain: the objects that steps have changed up to there. */
  readonly #recorded = new Map<number, ReadonlyMap<string, CatalogObject | undefined>>();

  /** Records the changes of a step; `position` is given when migrations are applied. */
  note(changes: readonly Difference[], position?: number): void {
    const shared = changes.filter((difference) => isShared(subject(difference)));
    for (const difference of shared) {
      const key = keyOf(subject(difference));
      if (!this.#original.has(key)) this.#original.set(key, difference.before);
    }
    if (position !== undefined && shared.length > 0 && !this.#recorded.has(position))
      this.#recorded.set(position, this.#after(shared, position));
  }

  get isTouched(): boolean {
    return this.#original.size > 0;
  }

  /**
   * Restores the objects that steps changed to their state at `position`, from a database without migrations.
   */
  async restoreOn(server: Database, position: number): Promise<void> {
    if (!this.isTouched) return;
    await withSession(server, (session) => this.#restore(session, position), {
      signal: uninterruptible,
    });
  }

  async #restore(session: Session, position: number): Promise<void> {
    const { objects: now, major } = await readCatalog(session);
    const wanted = this.#at(position);
    const before = toSnapshot([...wanted.values()].filter((object) => object !== undefined));
    const after = toSnapshot([...wanted.keys()].flatMap((key) => now.get(key) ?? []));
    const { statements } = planRepair(diff(before, after), { before, after, major, purpose: 'restoring' });
    for (const statement of statements) await session.query(statement);
  }

  #at(position: number): ReadonlyMap<string, CatalogObject | undefined> {
    const known = [...this.#recorded.keys()].filter((one) => one <= position);
    const recorded = known.length > 0 ? this.#recorded.get(Math.max(...known)) : undefined;
    return new Map([...this.#original, ...(recorded ?? [])]);
  }

  #after(changes: readonly Difference[], position: number): ReadonlyMap<string, CatalogObject | undefined> {
    const below = this.#at(position - 1);
    return new Map([
      ...below,
      ...changes.map((difference) => [keyOf(subject(difference)), difference.after] as const),
    ]);
  }
}
