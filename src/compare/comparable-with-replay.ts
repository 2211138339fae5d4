import { toSnapshot } from '../catalog/model/snapshot.js';
import { diff, subject } from '../catalog/model/diff.js';
import { isGivenNotNull } from '../catalog/kinds/constraint/generated-name.js';
import { isRemark } from '../catalog/model/kind-traits.js';
import { keyOf, type CatalogObject } from '../catalog/model/object.js';
import { withoutUnreadable } from '../database-state/unreadable.js';
import type { Comparable } from './comparable.js';
import { expectBuiltIn } from './expect-built-in.js';
import { mapRoles, withGrantorsOf, withGrantsTo, type RoleMap } from './map-roles.js';
import { isOfDatabase, isOutside, isShared } from '../catalog/model/outside.js';
import type { DatabaseState } from '../database-state/read-database-state.js';
import type { Replayed } from '../scratch-run/replay.js';

/**
 * Makes the result of a replay comparable with a live database: the replay was run by another role, on a
 * database with another initial state, and perhaps on another server.
 */
export function comparableWithReplay(live: DatabaseState, replayed: Replayed): Comparable {
  const claimed = keysClaimed(replayed);
  const isCompared = (object: CatalogObject) =>
    !isGivenNotNull(object) &&
    (claimed.has(keyOf(object)) || !(isOutside(object) || isCommentOnBuiltIn(object, replayed)));
  const translated = [...replayed.catalog.values()]
    .filter(isCompared)
    .map((object) => translate(object, { live, replayed }));
  const isReported = (object: CatalogObject) => object.kind !== 'database' || claimed.has(keyOf(object));
  const expected = translated.map(({ object }) => object).filter(isReported);
  const actual = [...live.catalog.values()].filter((object) => isCompared(object) && isReported(object));
  const settings = [...live.catalog.values()].filter(
    (object) => !isCompared(object) && affectsSessions(object),
  );
  return {
    expected: withoutUnreadable(toSnapshot(expected), live.unreadable),
    actual: withoutUnreadable(toSnapshot(actual), live.unreadable),
    leftAlone: [...translated.flatMap(({ leftAlone }) => leftAlone), ...settings.map(keyOf)].sort(),
  };
}

/**
 * Keys of objects that the migrations created, changed or dropped. On a server of others they may not change
 * shared objects, so differences in these were made by others.
 */
function keysClaimed({ place, baseline, catalog }: Replayed): ReadonlySet<string> {
  const changed = diff(baseline, catalog).map(subject);
  return new Set(changed.filter((object) => place === 'embedded' || !isShared(object)).map(keyOf));
}

/** Whether the object is a comment or label on an object of a new database. */
function isCommentOnBuiltIn(object: CatalogObject, { baseline }: Replayed): boolean {
  const { parent } = object;
  if (!isRemark(object)) return false;
  return baseline.has(keyOf(object)) || (parent !== undefined && baseline.has(keyOf(parent)));
}

/** Whether an object that is not compared is listed all the same: settings of the database affect its sessions. */
function affectsSessions(object: CatalogObject): boolean {
  return object.kind === 'setting' && isOfDatabase(object);
}

interface ComparisonContext {
  readonly live: DatabaseState;
  readonly replayed: Replayed;
}

interface Translated {
  readonly object: CatalogObject;
  readonly leftAlone: readonly string[];
}

function translate(object: CatalogObject, { live, replayed }: ComparisonContext): Translated {
  const { defaults, catalog, role } = live;
  const map: RoleMap = (name) => (name === replayed.runner ? role.runner : name);
  const baseline = replayed.baseline.get(keyOf(object));
  const counterpart = catalog.get(keyOf(object));
  if (baseline && counterpart) {
    const builtIn = expectBuiltIn({ baseline, replayed: object, live: counterpart, defaults, map });
    const leftAlone = builtIn.leftAlone.map((attribute) => `${attribute} of ${labelOf(object)}`);
    return { object: withGrantorsOf(counterpart, builtIn.object), leftAlone };
  }
  const mapped = mapRoles(object, { map, defaults });
  const other = catalog.get(keyOf(mapped));
  return { object: other ? adapt(mapped, { other, live, replayed }) : mapped, leftAlone: [] };
}

function labelOf({ kind, name }: CatalogObject): string {
  return kind === 'database' ? 'the database' : `${kind} ${name}`;
}

function adapt(
  object: CatalogObject,
  { other, live, replayed }: ComparisonContext & { readonly other: CatalogObject },
): CatalogObject {
  if (object.kind === 'extension') return asInstalled(object, other, replayed);
  if (replayed.runner === live.role.runner) return withGrantorsOf(other, object);
  const granted = withGrantsTo(replayed.runner, { object, other, defaults: live.defaults });
  return withGrantorsOf(other, granted);
}

/**
 * Adopts owner and version of an extension: often an administrator installs it before a migration requests
 * it, and another server has another version.
 */
function asInstalled(object: CatalogObject, other: CatalogObject, { place }: Replayed): CatalogObject {
  const { owner = '', version = '' } = other.attributes;
  const attributes = { ...object.attributes, owner };
  return { ...object, attributes: place === 'live server' ? attributes : { ...attributes, version } };
}
