import { diff, subject, type Difference } from './diff.js';
import type { Snapshots } from './describe.js';
import { keyOf, type AttributeValue, type CatalogObject, type Snapshot } from './object.js';
import { toSnapshot } from './catalog-state.js';

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

/** An object of the migration that is not what the up left. */
export interface ChangedSince {
  /** How the up left it, and what it was before the down. */
  readonly difference: Difference;
  /** Whether the down takes away what somebody did to it. */
  readonly lost: boolean;
}

export interface RollbackTraces extends Snapshots {
  /** `left` stays although it was not there, `missing` is gone although the up did not make it. */
  readonly differences: readonly Difference[];
  readonly changedSince: readonly ChangedSince[];
}

/**
 * Compares what a down did with the mirror of what the up did: what the up changed must be as it was
 * before it, everything else as it was before the down. What others changed elsewhere plays no part.
 * In what is returned `before` is the catalog as the down should have left it.
 */
export function rollbackTraces(rollback: Rollback): RollbackTraces {
  const { up, down, before, after, recorded } = rollback;
  const recordedOf = new Map(up.map((difference) => [keyOf(subject(difference)), difference]));
  const keys = new Set([...recordedOf.keys(), ...down.map((difference) => keyOf(subject(difference)))]);
  const expected = new Map<string, CatalogObject>();
  const actual = new Map<string, CatalogObject>();
  for (const key of keys) {
    const wanted = expectedObject(recordedOf.get(key), before.get(key));
    const is = after.get(key);
    if (wanted) expected.set(key, wanted);
    if (is) actual.set(key, is);
  }
  const differences = diff(toSnapshot(expected.values()), toSnapshot(actual.values())).filter(
    (difference) => recorded === 'here' || !isHoldingOnly(difference),
  );
  return {
    differences,
    // Where nothing differs the two are one; putting thousands of objects in order is for a finding.
    before: differences.length > 0 ? replaced(after, keys, expected) : after,
    after,
    changedSince: recorded === 'here' ? changedSince(rollback) : [],
  };
}

/** What the object should be after the down; `live` is what it was before the down. */
function expectedObject(
  up: Difference | undefined,
  live: CatalogObject | undefined,
): CatalogObject | undefined {
  if (!up) return live;
  if (!up.before || !up.after) return up.before;
  return live && takeBack(up.before, up.after, live);
}

/** Takes back what the up changed of an object, and keeps what others changed of it since. */
function takeBack(before: CatalogObject, after: CatalogObject, live: CatalogObject): CatalogObject {
  const names = new Set([before, after, live].flatMap(({ attributes }) => Object.keys(attributes)));
  const entries = [...names].flatMap((name): (readonly [string, AttributeValue])[] => {
    const value = takeBackValue(before.attributes[name], after.attributes[name], live.attributes[name]);
    return value === undefined ? [] : [[name, value]];
  });
  const order = isSame(before.order, after.order) ? live.order : before.order;
  return { ...live, attributes: Object.fromEntries(entries), ...(order ? { order } : {}) };
}

type MaybeValue = AttributeValue | undefined;

function takeBackValue(before: MaybeValue, after: MaybeValue, live: MaybeValue): MaybeValue {
  if (isSame(before, after)) return live;
  if (isSame(after, live) || !Array.isArray(before) || !Array.isArray(after) || !Array.isArray(live))
    return before;
  return mergeLists(before, after, live);
}

/** Privileges and the like: entries that others added stay. */
function mergeLists(
  before: readonly string[],
  after: readonly string[],
  live: readonly string[],
): readonly string[] {
  const kept = live.filter((entry) => !after.includes(entry) || before.includes(entry));
  const back = before.filter((entry) => !after.includes(entry) && !kept.includes(entry));
  return [...kept, ...back].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function isSame(a: MaybeValue, b: MaybeValue): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

function isHoldingOnly(difference: Difference): boolean {
  return (
    difference.change === 'changed' &&
    difference.attributes.every((name) => name === 'owner' || name === 'privileges')
  );
}

function replaced(
  after: Snapshot,
  keys: ReadonlySet<string>,
  expected: ReadonlyMap<string, CatalogObject>,
): Snapshot {
  const kept = [...after.values()].filter((object) => !keys.has(keyOf(object)));
  return toSnapshot([...kept, ...expected.values()]);
}

/** Rows come and go: a materialized view that was filled since is the one that the up made. */
const ofRows: ReadonlySet<string> = new Set(['populated']);

function changedSince({ up, before, down }: Rollback): readonly ChangedSince[] {
  const left = toSnapshot(up.flatMap(({ after }) => after ?? []));
  const gone = up.flatMap((difference) => (difference.after ? [] : [keyOf(difference.before)]));
  const live = toSnapshot([...left.keys(), ...gone].flatMap((key) => before.get(key) ?? []));
  const touched = new Map(down.map((difference) => [keyOf(subject(difference)), difference]));
  const recordedOf = new Map(up.map((difference) => [keyOf(subject(difference)), difference]));
  return diff(left, live)
    .filter(isOfSchema)
    .map((difference) => {
      const key = keyOf(subject(difference));
      return { difference, lost: isLost(difference, recordedOf.get(key), touched.get(key)) };
    });
}

function isOfSchema(difference: Difference): boolean {
  if (difference.change === 'reordered') return false;
  return difference.change !== 'changed' || difference.attributes.some((name) => !ofRows.has(name));
}

/** Whether the down took back, with what the up did, what somebody did to the same object since. */
function isLost(since: Difference, up: Difference | undefined, down: Difference | undefined): boolean {
  if (!down || since.change === 'missing') return false;
  if (!down.after || since.change !== 'changed') return true;
  if (up?.change !== 'changed') return true;
  return since.attributes.some((name) => up.attributes.includes(name));
}
