import { listOf, textOf } from '../catalog/model/attribute.js';
import type { RoleMap } from '../catalog/model/kind-traits.js';
import { mapRoleNames } from '../catalog/model/map-role-names.js';
import type { CatalogObject } from '../catalog/model/object.js';
import { parseEntry, renderEntry } from '../catalog/model/privileges.js';
import { defaultEntries, type DefaultPrivileges } from '../database-state/default-privileges.js';

export type { RoleMap };

export interface MapRolesOptions {
  readonly map: RoleMap;
  readonly defaults: DefaultPrivileges;
}

/** Returns the object as PostgreSQL would print it if other roles had created it. */
export function mapRoles(object: CatalogObject, { map, defaults }: MapRolesOptions): CatalogObject {
  return withoutDefaults(mapRoleNames(object, map), defaults);
}

/** Leaves out privileges that are the default, as the catalog's readers do. */
export function withoutDefaults(object: CatalogObject, defaults: DefaultPrivileges): CatalogObject {
  const { owner, privileges, ...rest } = object.attributes;
  if (typeof privileges !== 'object' || typeof owner !== 'string') return object;
  const usual = defaultEntries(defaults, { kind: object.kind, owner });
  const isUsual = usual.join('\n') === privileges.join('\n');
  return isUsual ? { ...object, attributes: { ...rest, owner } } : object;
}

/**
 * The owner of an object has its privileges anyway, so a grant to that role is not visible there. Where
 * `other` has such a grant, it is unknown whether a migration made it, and it counts as made.
 */
export function withGrantsTo(role: string, { object, other, defaults }: WithGrantsOptions): CatalogObject {
  const owner = textOf(object, 'owner');
  const theirs = listOf(other, 'privileges').filter((text) => parseEntry(text).grantee === role);
  if (theirs.length === 0 || owner === undefined || owner === role) return object;
  const own =
    object.attributes.privileges === undefined
      ? defaultEntries(defaults, { kind: object.kind, owner })
      : listOf(object, 'privileges');
  const privileges = [...new Set([...own, ...theirs])].sort();
  return withoutDefaults({ ...object, attributes: { ...object.attributes, privileges } }, defaults);
}

export interface WithGrantsOptions {
  readonly object: CatalogObject;
  readonly other: CatalogObject;
  readonly defaults: DefaultPrivileges;
}

/**
 * The grantor depends on the role that ran the migration, not on the migration. An entry that the other side
 * has from another grantor counts as the same.
 */
export function withGrantorsOf(other: CatalogObject, object: CatalogObject): CatalogObject {
  const { privileges } = object.attributes;
  if (typeof privileges !== 'object') return object;
  const theirs = new Map(listOf(other, 'privileges').map((text) => [withoutGrantor(text), text]));
  const known = new Set(listOf(other, 'privileges'));
  const adopted = privileges.map((text) =>
    known.has(text) ? text : (theirs.get(withoutGrantor(text)) ?? text),
  );
  return {
    ...object,
    attributes: { ...object.attributes, privileges: [...new Set(adopted)].sort() },
  };
}

function withoutGrantor(text: string): string {
  return renderEntry({ ...parseEntry(text), grantor: undefined });
}
