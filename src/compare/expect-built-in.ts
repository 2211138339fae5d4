import { listOf, textOf } from '../catalog/model/attribute.js';
import type { CatalogObject } from '../catalog/model/object.js';
import { isSameValue } from '../catalog/model/same-attribute.js';
import { mergeObjects, type PrivilegesOf } from '../catalog/model/three-way-merge.js';
import { defaultEntries, type DefaultPrivileges } from '../database-state/default-privileges.js';
import { mapRoles, withoutDefaults, type RoleMap } from './map-roles.js';

/** An object that every new database contains: the database, schema `public`, language `plpgsql`. */
export interface BuiltInObject {
  /** State on the scratch database before the first migration; `replayed` is that after the last. */
  readonly baseline: CatalogObject;
  readonly replayed: CatalogObject;
  readonly live: CatalogObject;
  readonly defaults: DefaultPrivileges;
  readonly map: RoleMap;
}

export interface Expectation {
  readonly object: CatalogObject;
  /** Names of attributes, without the owner, that no migration sets and that differ from a new database. */
  readonly leftAlone: readonly string[];
}

/**
 * Returns the object as the migrations require it: what they set, and otherwise the state of the live
 * database. Privileges are treated entry by entry.
 */
export function expectBuiltIn(builtIn: BuiltInObject): Expectation {
  const { live, defaults } = builtIn;
  const map = mapOf(builtIn);
  const was = mapRoles(builtIn.baseline, { map, defaults });
  const is = mapRoles(builtIn.replayed, { map, defaults });
  const { attributes } = mergeObjects({ base: was, target: is, live }, privilegesWith(defaults));
  const object = withoutDefaults({ ...is, attributes }, defaults);
  return { object, leftAlone: adopted(object, is) };
}

/** Maps the owner to that of the live database, unless a migration changes the owner. */
function mapOf({ baseline, replayed, live, map }: BuiltInObject): RoleMap {
  const owner = textOf(replayed, 'owner');
  const liveOwner = textOf(live, 'owner');
  if (owner === undefined || liveOwner === undefined || textOf(baseline, 'owner') !== owner) return map;
  return (role) => (role === owner ? liveOwner : map(role));
}

/** Lists the privileges of an object, with the defaults of its kind. */
function privilegesWith(defaults: DefaultPrivileges): PrivilegesOf {
  return (object) =>
    object.attributes.privileges === undefined
      ? defaultEntries(defaults, { kind: object.kind, owner: textOf(object, 'owner') ?? '' })
      : listOf(object, 'privileges');
}

function adopted(wanted: CatalogObject, is: CatalogObject): readonly string[] {
  const names = new Set([...Object.keys(wanted.attributes), ...Object.keys(is.attributes)]);
  return [...names]
    .filter((name) => name !== 'owner' && !isSameValue(wanted.attributes[name], is.attributes[name]))
    .sort();
}
