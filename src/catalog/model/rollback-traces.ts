import { toSnapshot } from './snapshot.js';
import { textOf } from './attribute.js';
import { findChangedSince, type ChangedSince } from './changed-since.js';
import type { Snapshots } from './describe.js';
import { diff, subject, type Difference } from './diff.js';
import {
  droppedWith,
  dependsOnDropped,
  withoutDroppedEntries,
  type Dropped,
  type GoingAlong,
} from './dropped-along.js';
import { keyOf, type CatalogObject, type Snapshot } from './object.js';
import { renderEntry } from './privileges.js';
import { PresentRoles, withPresentRoles } from './present-roles.js';
import { adoptOwnership, entriesOfObject, ownershipAttributes } from './adopt-ownership.js';
import { mergeObjects } from './three-way-merge.js';

export type { ChangedSince } from './changed-since.js';
export type { GoingAlong } from './dropped-along.js';

/** A down on a database that others may have changed since the up. */
export interface Rollback {
  /** Recorded changes of the up. */
  readonly up: readonly Difference[];
  /**
   * Whether the changes were recorded in this database, or determined in another one, where owners and
   * privileges may differ.
   */
  readonly recorded: 'here' | 'elsewhere';
  /** The catalog before and after the down. */
  readonly before: Snapshot;
  readonly after: Snapshot;
  /** Changes of the down. */
  readonly down: readonly Difference[];
}

/** A difference between the expected and the actual catalog after the down. */
export interface RollbackTrace {
  readonly difference: Difference;
  /**
   * `not taken back`: the object is still wholly or partly as the up left it. `made by the down`, `dropped by
   * the down`, `changed by the down`: the up did not do the opposite.
   */
  readonly cause: 'not taken back' | 'made by the down' | 'dropped by the down' | 'changed by the down';
  /** Whether the object could exist again: `gone` if what it depended on no longer exists, as expected. */
  readonly place: 'there' | 'gone';
}

export interface RollbackTraces extends Snapshots {
  readonly traces: readonly RollbackTrace[];
  readonly changedSince: readonly ChangedSince[];
  /** Objects that others added to objects dropped by the down. */
  readonly goesAlong: readonly GoingAlong[];
}

/**
 * Compares the result of a down with the reverse of the up: objects that the up changed must be as before the
 * up, all others as before the down. Changes of others elsewhere are ignored, as are owners and grants of
 * dropped objects. In the result, `before` is the catalog as the down should have left it.
 */
export function rollbackTraces(rollback: Rollback): RollbackTraces {
  const { down, before, after, recorded } = rollback;
  const roles = new PresentRoles(before);
  const up = recorded === 'here' ? withPresentRoles(rollback.up, { live: before, roles }) : rollback.up;
  const comparison = new Comparison({ up, roles, before, after });
  for (const difference of [...up, ...down]) comparison.add(keyOf(subject(difference)));
  const differences = comparison
    .differences()
    .filter((difference) => recorded === 'here' || !isOwnershipOnly(difference));
  return {
    traces: differences.map((difference) => comparison.traceOf(difference)),
    // Without differences, the expected catalog equals the actual one; thousands of objects are sorted only
    // for a finding.
    before: differences.length > 0 ? comparison.expected() : after,
    after,
    goesAlong: comparison.goesAlong,
    changedSince: recorded === 'here' ? findChangedSince({ up, down, before, after }) : [],
  };
}

interface Compared extends Snapshots {
  readonly up: readonly Difference[];
  readonly roles: PresentRoles;
}

/** The expected and the actual catalog after a down, object by object. */
class Comparison {
  readonly goesAlong: GoingAlong[] = [];
  readonly #compared: Compared;
  readonly #recorded: ReadonlyMap<string, Difference>;
  readonly #dropped: Dropped;
  readonly #keys = new Set<string>();
  readonly #expected: CatalogObject[] = [];
  readonly #actual: CatalogObject[] = [];

  constructor(compared: Compared) {
    const { up, before, after } = compared;
    this.#compared = compared;
    this.#recorded = new Map(up.map((difference) => [keyOf(subject(difference)), difference]));
    const made = up.filter(({ change, after: object }) => change === 'left' && !after.has(keyOf(object)));
    this.#dropped = { made: new Set(made.map((difference) => keyOf(subject(difference)))), before };
  }

  add(key: string): void {
    if (this.#keys.has(key)) return;
    this.#keys.add(key);
    const { before, after } = this.#compared;
    const is = after.get(key);
    if (is) this.#actual.push(is);
    const recorded = this.#recorded.get(key);
    const wanted = expectedObject(recorded, before.get(key));
    if (!wanted) return;
    const owner = is || recorded ? undefined : droppedWith(wanted, this.#dropped);
    if (owner) this.goesAlong.push({ object: wanted, with: owner });
    else this.#expected.push(this.#adapted(wanted, is));
  }

  #adapted(wanted: CatalogObject, is: CatalogObject | undefined): CatalogObject {
    const { roles, before: live } = this.#compared;
    const { object, along } = withoutDroppedEntries(wanted, this.#dropped);
    this.goesAlong.push(...along);
    if (!is) return object;
    const made = live.has(keyOf(is)) ? 'earlier' : 'fresh';
    return adoptOwnership(object, { actual: is, roles, live, made });
  }

  differences(): readonly Difference[] {
    return diff(toSnapshot(this.#expected), toSnapshot(this.#actual));
  }

  /** The whole expected catalog. */
  expected(): Snapshot {
    const kept = [...this.#compared.after.values()].filter((object) => !this.#keys.has(keyOf(object)));
    return toSnapshot([...kept, ...this.#expected]);
  }

  traceOf(difference: Difference): RollbackTrace {
    const cause = this.#causeOf(difference);
    const isDependent =
      cause === 'dropped by the down' && dependsOnDropped(subject(difference), this.#dropped);
    return { difference, cause, place: isDependent ? 'gone' : 'there' };
  }

  #causeOf(difference: Difference): RollbackTrace['cause'] {
    const key = keyOf(subject(difference));
    switch (difference.change) {
      case 'left':
        return this.#recorded.has(key) ? 'not taken back' : 'made by the down';
      case 'missing':
        return this.#compared.before.has(key) ? 'dropped by the down' : 'not taken back';
      case 'changed':
      case 'reordered':
        return this.#recorded.has(key) ? 'not taken back' : 'changed by the down';
    }
  }
}

/** Returns the expected object after the down; `live` is the object before the down. */
function expectedObject(
  up: Difference | undefined,
  live: CatalogObject | undefined,
): CatalogObject | undefined {
  if (!up) return live;
  if (!up.before || !up.after) return up.before;
  return live && revertUp({ before: up.before, after: up.after }, live);
}

interface BothSides {
  readonly before: CatalogObject;
  readonly after: CatalogObject;
}

/** Reverts what the up changed of an object, and keeps later changes by others. */
function revertUp({ before, after }: BothSides, live: CatalogObject): CatalogObject {
  const owner = textOf(live, 'owner');
  return mergeObjects({ base: after, target: before, live }, (object) =>
    entriesOfObject(object, owner).map(renderEntry),
  );
}

function isOwnershipOnly(difference: Difference): boolean {
  return (
    difference.change === 'changed' && difference.attributes.every((name) => ownershipAttributes.has(name))
  );
}
