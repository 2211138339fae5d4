import { listOf, textOf } from '../catalog/model/attribute.js';
import type { AttributeValue, CatalogObject } from '../catalog/model/object.js';
import { defaultEntries, type DefaultPrivileges } from '../database-state/default-privileges.js';
import { mapRoles, withoutDefaults, type RoleMap } from './map-roles.js';

/** One object that a new database brings along: itself, its schema `public`, its language. */
export interface BuiltInObject {
  /** Before the first migration, and after the last, on the scratch database. */
  readonly baseline: CatalogObject;
  readonly replayed: CatalogObject;
  readonly live: CatalogObject;
  readonly defaults: DefaultPrivileges;
  readonly map: RoleMap;
}

export interface Expectation {
  readonly object: CatalogObject;
  /** Names of attributes that no migration sets and that are not those of a new database; no owner. */
  readonly leftAlone: readonly string[];
}

/**
 * The object as the migrations want it: what they set is theirs, all else is as it is in the live
 * database. Of privileges each entry that they grant or revoke counts for itself.
 */
export function expectBuiltIn(builtIn: BuiltInObject): Expectation {
  const { live, defaults } = builtIn;
  const map = mapOf(builtIn);
  const was = mapRoles(builtIn.baseline, { map, defaults });
  const is = mapRoles(builtIn.replayed, { map, defaults });
  const three = { was, is, live };
  const attributes = takeOver(three);
  const privileges = expectPrivileges(three, defaults);
  const object = withoutDefaults({ ...is, attributes: { ...attributes, privileges } }, defaults);
  const wanted = withoutEmpty(object);
  return { object: wanted, leftAlone: adopted(wanted, is) };
}

/** The owner is whom the server says, as long as no migration gives the object away. */
function mapOf({ baseline, replayed, live, map }: BuiltInObject): RoleMap {
  const owner = textOf(replayed, 'owner');
  const liveOwner = textOf(live, 'owner');
  if (owner === undefined || liveOwner === undefined || textOf(baseline, 'owner') !== owner) return map;
  return (role) => (role === owner ? liveOwner : map(role));
}

interface ThreeVersions {
  readonly was: CatalogObject;
  readonly is: CatalogObject;
  readonly live: CatalogObject;
}

/** The attributes that migrations set, and the live ones for the rest. */
function takeOver({ was, is, live }: ThreeVersions): Record<string, AttributeValue> {
  const names = new Set([...Object.keys(is.attributes), ...Object.keys(live.attributes)]);
  const entries = [...names].flatMap((name) => {
    const isSet = !isSame(was.attributes[name], is.attributes[name]);
    const value = (isSet ? is : live).attributes[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

function expectPrivileges({ was, is, live }: ThreeVersions, defaults: DefaultPrivileges): readonly string[] {
  const entriesOf = (object: CatalogObject) =>
    object.attributes.privileges === undefined
      ? defaultEntries(defaults, { kind: object.kind, owner: textOf(object, 'owner') ?? '' })
      : listOf(object, 'privileges');
  const before = new Set(entriesOf(was));
  const after = new Set(entriesOf(is));
  const kept = entriesOf(live).filter((entry) => !before.has(entry) || after.has(entry));
  const granted = [...after].filter((entry) => !before.has(entry));
  return [...new Set([...kept, ...granted])].sort();
}

/** Kinds without privileges have no entries either. */
function withoutEmpty(object: CatalogObject): CatalogObject {
  const { privileges, ...rest } = object.attributes;
  return privileges?.length === 0 ? { ...object, attributes: rest } : object;
}

function adopted(wanted: CatalogObject, is: CatalogObject): readonly string[] {
  const names = new Set([...Object.keys(wanted.attributes), ...Object.keys(is.attributes)]);
  return [...names]
    .filter((name) => name !== 'owner' && !isSame(wanted.attributes[name], is.attributes[name]))
    .sort();
}

function isSame(a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
