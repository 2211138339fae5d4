import { listOf, textOf } from '../catalog/model/attribute.js';
import type { AttributeValue, CatalogObject } from '../catalog/model/object.js';
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
  const three = { was, is, live };
  const attributes = takeOver(three);
  const privileges = expectPrivileges(three, defaults);
  const object = withoutDefaults({ ...is, attributes: { ...attributes, privileges } }, defaults);
  const wanted = withoutEmpty(object);
  return { object: wanted, leftAlone: adopted(wanted, is) };
}

/** Maps the owner to that of the live database, unless a migration changes the owner. */
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

/** Takes the attributes that migrations set, and the live ones for the rest. */
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
