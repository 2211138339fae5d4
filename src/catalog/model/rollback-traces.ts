import { toSnapshot } from './snapshot.js';
import { findChangedSince, type ChangedSince } from './changed-since.js';
import type { Snapshots } from './describe.js';
import { diff, subject, type Difference } from './diff.js';
import { goesWith, standsOn, withoutDropped, type Dropped, type GoingAlong } from './goes-along.js';
import { keyOf, type CatalogObject, type Snapshot } from './object.js';
import { PresentRoles, withPresentRoles } from './present-roles.js';
import { adoptOwnership, ownershipAttributes } from './same-holding.js';
import { takeBack } from './take-back.js';

export type { ChangedSince } from './changed-since.js';
export type { GoingAlong } from './goes-along.js';

/** A down on a database that others may have changed since the up. */
export interface Rollback {
  /** What the up changed, as it was recorded. */
  readonly up: readonly Difference[];
  /**
   * Whether that was recorded in this database, or found out in another one, whose owners and privileges
   * need not be the same.
   */
  readonly recorded: 'here' | 'elsewhere';
  /** The catalog before the down and after it. */
  readonly before: Snapshot;
  readonly after: Snapshot;
  /** What the down changed. */
  readonly down: readonly Difference[];
}

/** A difference between how the down should have left the catalog, and how it did. */
export interface RollbackTrace {
  readonly difference: Difference;
  /**
   * `not taken back`: it is as the up left it, or half so. `made by the down`, `dropped by the down`, `changed by
   * the down`: the up did not do the opposite.
   */
  readonly cause: 'not taken back' | 'made by the down' | 'dropped by the down' | 'changed by the down';
  /** Whether it could be there again: not so if what it stood on is gone, as it should be. */
  readonly place: 'there' | 'gone';
}

export interface RollbackTraces extends Snapshots {
  readonly traces: readonly RollbackTrace[];
  readonly changedSince: readonly ChangedSince[];
  /** Lists objects that others added to objects dropped by the down. */
  readonly goesAlong: readonly GoingAlong[];
}

/**
 * Compares what a down did with the mirror of what the up did: what the up changed must be as it was
 * before it, everything else as it was before the down. What others changed elsewhere plays no part, nor do
 * owners and grants of what is dropped.
 * In what is returned `before` is the catalog as the down should have left it.
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
    // Where nothing differs the two are one; putting thousands of objects in order is for a finding.
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

/** What the catalog should be after a down, object by object, beside what it is. */
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
    const taker = is || recorded ? undefined : goesWith(wanted, this.#dropped);
    if (taker) this.goesAlong.push({ object: wanted, with: taker });
    else this.#expected.push(this.#adapted(wanted, is));
  }

  #adapted(wanted: CatalogObject, is: CatalogObject | undefined): CatalogObject {
    const { roles, before: live } = this.#compared;
    const { object, along } = withoutDropped(wanted, this.#dropped);
    this.goesAlong.push(...along);
    if (!is) return object;
    const made = live.has(keyOf(is)) ? 'earlier' : 'fresh';
    return adoptOwnership(object, { actual: is, roles, live, made });
  }

  differences(): readonly Difference[] {
    return diff(toSnapshot(this.#expected), toSnapshot(this.#actual));
  }

  /** The whole catalog as it should be. */
  expected(): Snapshot {
    const kept = [...this.#compared.after.values()].filter((object) => !this.#keys.has(keyOf(object)));
    return toSnapshot([...kept, ...this.#expected]);
  }

  traceOf(difference: Difference): RollbackTrace {
    const cause = this.#causeOf(difference);
    const isHomeless = cause === 'dropped by the down' && standsOn(subject(difference), this.#dropped);
    return { difference, cause, place: isHomeless ? 'gone' : 'there' };
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

/** What the object should be after the down; `live` is what it was before the down. */
function expectedObject(
  up: Difference | undefined,
  live: CatalogObject | undefined,
): CatalogObject | undefined {
  if (!up) return live;
  if (!up.before || !up.after) return up.before;
  return live && takeBack({ before: up.before, after: up.after, live });
}

function isOwnershipOnly(difference: Difference): boolean {
  return (
    difference.change === 'changed' && difference.attributes.every((name) => ownershipAttributes.has(name))
  );
}
