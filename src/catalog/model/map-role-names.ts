import { listOf, textOf } from './attribute.js';
import type { AttributeValue, CatalogObject } from './object.js';
import { parseEntry, renderEntry } from './privileges.js';

/** Maps a role name to another one; names are quoted where SQL requires it. */
export type RoleMap = (role: string) => string;

/** Attributes that hold lists of privileges. */
export const privilegeLists = [
  'privileges',
  'initial privileges',
  'identity privileges',
  'column privileges',
  'grants',
] as const;

/**
 * Returns the object as PostgreSQL would print it if the roles had other names. Maps owners, grants, the
 * roles of a policy, and the few object names that contain a role.
 */
export function mapRoleNames(object: CatalogObject, map: RoleMap): CatalogObject {
  const owner = textOf(object, 'owner');
  const newOwner = owner === undefined ? undefined : map(owner);
  const attributes: Record<string, AttributeValue> = { ...object.attributes };
  if (newOwner !== undefined) attributes.owner = newOwner;
  if (object.kind === 'policy' && attributes.to !== undefined)
    attributes.to = listOf(object, 'to').map(map).sort();
  for (const name of privilegeLists) {
    if (attributes[name] !== undefined)
      attributes[name] = mapEntries(listOf(object, name), { map, owner: newOwner });
  }
  return mapName({ ...object, attributes }, map);
}

/** Where two roles map to the same one, each entry is kept once. */
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

function mapName(object: CatalogObject, map: RoleMap): CatalogObject {
  if (object.kind === 'default privileges') return mapRoleIn(object, { attribute: 'role', map });
  if (object.kind === 'user mapping') return mapRoleIn(object, { attribute: 'user', map });
  return object.kind === 'setting' ? mapRoleOfSetting(object, map) : object;
}

/** Maps the role in a setting such as `work_mem of role app in current database`. */
function mapRoleOfSetting(object: CatalogObject, map: RoleMap): CatalogObject {
  const was = textOf(object, 'role');
  if (was === undefined) return object;
  const is = map(was);
  const name = object.name.replace(` of role ${was}`, () => ` of role ${is}`);
  const parent = { kind: 'role', name: is } as const;
  return { ...object, name, parent, attributes: { ...object.attributes, role: is } };
}

/** Maps the role at the start of a name: `for role app in schema public on tables`, `app on far`. */
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
