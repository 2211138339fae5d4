import { descendantsIn } from '../catalog/model/children.js';
import { keyOf, type CatalogObject, type Snapshot } from '../catalog/model/object.js';
import { isOfSchema } from '../pairs/of-schema.js';
import { rolesOfObject } from '../catalog/model/present-roles.js';
import { textOf, withAttribute } from '../catalog/model/attribute.js';
import { withoutUnreadable } from '../database-state/unreadable.js';
import type { DatabaseState } from '../database-state/read-database-state.js';
import { withoutToolTables, type FoundToolTable } from '../database-state/tool-tables.js';

/** What the first migration has to create, and what it leaves out. */
export interface WantedCatalog {
  readonly catalog: Snapshot;
  /** Roles that the objects name, sorted, without the connected one and predefined ones. */
  readonly roles: readonly string[];
  readonly toolTables: readonly FoundToolTable[];
  /** Labels of objects that belong to the server, or that no statement can create in the same form. */
  readonly leftOut: readonly string[];
}

export interface WantedOptions {
  /** `created`: the roles are part of the migration; `presumed`: they must exist where it runs. */
  readonly roles: 'created' | 'presumed';
  /** A new database of the same server version, whose own properties are kept. */
  readonly empty: Snapshot;
}

/** Chooses the objects of a database that belong to its schema. */
export function wantedCatalog(live: DatabaseState, { roles, empty }: WantedOptions): WantedCatalog {
  const { catalog, found } = withoutToolTables(withoutUnreadable(live.catalog, live.unreadable));
  const own = [...catalog.values()].filter(isOfSchema);
  const needed = rolesNamedBy(own, live);
  const created = roles === 'created' ? rolesIn(catalog, new Set(needed)) : [];
  const database = [...empty.values()].filter(({ kind }) => kind === 'database');
  const kept = new Map([...own, ...created, ...database].map((object) => [keyOf(object), object]));
  return {
    catalog: inOrderOf(catalog, kept),
    roles: needed,
    toolTables: found,
    leftOut: [...live.notCompared, ...databaseProperties(catalog, empty)],
  };
}

function rolesNamedBy(objects: readonly CatalogObject[], { role }: DatabaseState): readonly string[] {
  const named = objects.flatMap((object) => [...rolesOfObject(object), textOf(object, 'role') ?? []].flat());
  return [...new Set(named)]
    .filter((name) => !isPredefined(name) && name !== role.runner && name !== role.name)
    .sort();
}

function isPredefined(name: string): boolean {
  return name === 'PUBLIC' || name === 'public' || name.startsWith('pg_');
}

/** Passwords cannot be read in a form that could be set again. */
function rolesIn(catalog: Snapshot, names: ReadonlySet<string>): readonly CatalogObject[] {
  const roles = [...catalog.values()].filter(({ kind, name }) => kind === 'role' && names.has(name));
  const memberships = [...catalog.values()].filter(
    (object) =>
      object.kind === 'role membership' && rolesOfMembership(object).every((name) => names.has(name)),
  );
  return [
    ...roles.map((role) => ({ ...role, attributes: withAttribute(role.attributes, 'password', undefined) })),
    ...roles.flatMap((role) => descendantsIn(catalog, role)).filter(({ kind }) => kind !== 'role membership'),
    ...memberships,
  ];
}

function rolesOfMembership(membership: CatalogObject): readonly string[] {
  return [textOf(membership, 'group'), textOf(membership, 'member')].filter((name) => name !== undefined);
}

function databaseProperties(catalog: Snapshot, empty: Snapshot): readonly string[] {
  const one = [...catalog.values()].find(({ kind }) => kind === 'database');
  const other = one && empty.get(keyOf(one));
  if (!one || !other) return [];
  return Object.keys({ ...one.attributes, ...other.attributes })
    .filter((name) => name !== 'owner' && name !== 'tablespace')
    .filter((name) => JSON.stringify(one.attributes[name]) !== JSON.stringify(other.attributes[name]))
    .sort()
    .map((name) => `${name} of the database`);
}

function inOrderOf(catalog: Snapshot, kept: ReadonlyMap<string, CatalogObject>): Snapshot {
  return new Map(
    [...catalog.keys()].flatMap((key) => {
      const object = kept.get(key);
      return object ? [[key, object] as const] : [];
    }),
  );
}
