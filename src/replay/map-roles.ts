import { listOf, textOf } from '../catalog/attribute.js';
import type { AttributeValue, CatalogObject } from '../catalog/object.js';
import { parseEntry, renderEntry } from '../catalog/privileges.js';
import { defaultEntries, type DefaultPrivileges } from './default-privileges.js';

/** Which role stands for which; names are quoted where SQL asks for it. */
export type RoleMap = (role: string) => string;

export interface MapRolesOptions {
  readonly map: RoleMap;
  readonly defaults: DefaultPrivileges;
}

/** Attributes that are lists of privileges, and what they are on has an owner that is told or not. */
const lists = ['privileges', 'initial privileges', 'identity privileges', 'grants'] as const;

/**
 * The object as it would print, had one role done what another did: owners, grants, and the few names
 * that have a role in them.
 */
export function mapRoles(object: CatalogObject, { map, defaults }: MapRolesOptions): CatalogObject {
  const owner = textOf(object, 'owner');
  const newOwner = owner === undefined ? undefined : map(owner);
  const attributes: Record<string, AttributeValue> = { ...object.attributes };
  if (newOwner !== undefined) attributes.owner = newOwner;
  for (const name of lists) {
    if (attributes[name] !== undefined)
      attributes[name] = mapEntries(listOf(object, name), { map, owner: newOwner });
  }
  return withoutDefaults(mapName({ ...object, attributes }, map), defaults);
}

/** Two roles that become one have each entry once. */
function mapEntries(
  entries: readonly string[],
  { map, owner }: { readonly map: RoleMap; readonly owner: string | undefined },
): readonly string[] {
  const mapped = entries.map((text) => {
    const { grantor, ...entry } = parseEntry(text);
    const newGrantor = grantor === undefined ? undefined : map(grantor);
    return renderEntry({
      ...entry,
      grantee: map(entry.grantee),
      grantor: newGrantor === owner ? undefined : newGrantor,
    });
  });
  return [...new Set(mapped)].sort();
}

/** Privileges that are those of a new object are left out, as the catalog's readers do. */
export function withoutDefaults(object: CatalogObject, defaults: DefaultPrivileges): CatalogObject {
  const { owner, privileges, ...rest } = object.attributes;
  if (typeof privileges !== 'object' || typeof owner !== 'string') return object;
  const usual = defaultEntries(defaults, { kind: object.kind, owner });
  const isUsual = usual.join('\n') === privileges.join('\n');
  return isUsual ? { ...object, attributes: { ...rest, owner } } : object;
}

function mapName(object: CatalogObject, map: RoleMap): CatalogObject {
  if (object.kind === 'default privileges') return mapRoleIn(object, { attribute: 'role', map });
  return object.kind === 'user mapping' ? mapRoleIn(object, { attribute: 'user', map }) : object;
}

/** `for role app in schema public on tables`, `app on far`: the role comes first. */
function mapRoleIn(
  object: CatalogObject,
  { attribute, map }: { readonly attribute: string; readonly map: RoleMap },
): CatalogObject {
  const was = textOf(object, attribute) ?? '';
  const is = map(was);
  const prefix = object.kind === 'default privileges' ? 'for role ' : '';
  const name = `${prefix}${is}${object.name.slice(prefix.length + was.length)}`;
  return { ...object, name, attributes: { ...object.attributes, [attribute]: is } };
}

/**
 * A role that owns an object has its privileges anyway, so a grant to it does not show there; where
 * `other` has such a grant, nobody can tell whether a migration made it, and it counts as made.
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
 * Who granted is nothing that a migration says: it depends on the role that ran it. An entry that the
 * other side has from another grantor counts as the same.
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
