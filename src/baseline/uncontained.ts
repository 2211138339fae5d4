import { listOf, textOf } from '../catalog/model/attribute.js';
import { toSnapshot } from '../catalog/model/snapshot.js';
import { diff, withoutConsequences, type Difference } from '../catalog/model/diff.js';
import { keyOf, type CatalogObject, type Snapshot } from '../catalog/model/object.js';
import type { Comparable } from '../compare/comparable.js';
import { defaultEntries, type DefaultPrivileges } from '../database-state/default-privileges.js';
import { mapRoles } from '../compare/map-roles.js';
import type { DatabaseState } from '../database-state/read-database-state.js';

/** The result of comparing a database with the migrations that it should contain. */
export interface Containment {
  readonly expected: Snapshot;
  readonly actual: Snapshot;
  /** Objects that are missing or different. */
  readonly uncontained: readonly Difference[];
  /** Number of additional objects, not counting their parts. */
  readonly more: number;
  /** Number of objects with another owner than the role that runs migrations. */
  readonly otherOwners: number;
  /** Tables with a different order of columns. */
  readonly reordered: readonly string[];
}

/**
 * Compares a database with migrations: it may have additional objects, other owners, and additional privileges;
 * but no object of the migrations may be missing or different.
 */
export function findUncontained(comparable: Comparable, live: DatabaseState): Containment {
  const { actual } = comparable;
  const adapted = [...comparable.expected.values()].map((object) => ownedAsHere(object, actual, live));
  const expected = toSnapshot(adapted);
  const differences = diff(expected, actual);
  const { defaults } = live;
  return {
    expected,
    actual,
    uncontained: differences.filter((difference) => isUncontained(difference, defaults)),
    more: withoutConsequences(differences).filter(({ change }) => change === 'left').length,
    otherOwners: adapted.filter(
      (object) => ownerOf(object) !== ownerOf(comparable.expected.get(keyOf(object))),
    ).length,
    reordered: differences.flatMap(({ change, after }) => (change === 'reordered' ? after.name : [])),
  };
}

function ownerOf(object: CatalogObject | undefined): string | undefined {
  return object && textOf(object, 'owner');
}

/**
 * Accepts the present owner: an existing database was usually created by another role than the one that runs
 * migrations from now on.
 */
function ownedAsHere(
  object: CatalogObject,
  actual: Snapshot,
  { role, defaults }: DatabaseState,
): CatalogObject {
  const owner = ownerOf(actual.get(keyOf(object)));
  if (owner === undefined || ownerOf(object) !== role.runner) return object;
  return mapRoles(object, { map: (name) => (name === role.runner ? owner : name), defaults });
}

function isUncontained(difference: Difference, defaults: DefaultPrivileges): boolean {
  switch (difference.change) {
    case 'missing':
      return true;
    case 'left':
    case 'reordered':
      return false;
    case 'changed':
      return !difference.attributes.every((name) => grantsMore(name, difference, defaults));
  }
}

/** Returns whether the attribute is a list of privileges with all expected entries and possibly others. */
function grantsMore(
  name: string,
  { before, after }: Difference & { readonly change: 'changed' | 'reordered' },
  defaults: DefaultPrivileges,
): boolean {
  if (name !== 'privileges') return false;
  const is = new Set(entriesOf(after, defaults));
  return entriesOf(before, defaults).every((entry) => is.has(entry));
}

function entriesOf(object: CatalogObject, defaults: DefaultPrivileges): readonly string[] {
  if (object.attributes.privileges !== undefined) return listOf(object, 'privileges');
  return defaultEntries(defaults, { kind: object.kind, owner: textOf(object, 'owner') ?? '' });
}
