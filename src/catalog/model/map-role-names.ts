import { listOf, textOf } from './attribute.js';
import { traitsOf, type RoleMap } from './kind-traits.js';
import type { AttributeValue, CatalogObject } from './object.js';
import { parseEntry, renderEntry } from './privileges.js';

/** Attributes that hold lists of privileges. */
export const privilegeLists = [
  'privileges',
  'initial privileges',
  'identity privileges',
  'column privileges',
  'grants',
] as const;

/**
 * Returns the object as PostgreSQL would print it if the roles had other names. Maps owners, grants, and what
 * else of a kind contains roles.
 */
export function mapRoleNames(object: CatalogObject, map: RoleMap): CatalogObject {
  const owner = textOf(object, 'owner');
  const newOwner = owner === undefined ? undefined : map(owner);
  const attributes: Record<string, AttributeValue> = { ...object.attributes };
  if (newOwner !== undefined) attributes.owner = newOwner;
  for (const name of privilegeLists) {
    if (attributes[name] !== undefined)
      attributes[name] = mapEntries(listOf(object, name), { map, owner: newOwner });
  }
  const mapped = { ...object, attributes };
  return traitsOf(object.kind).mapRoles?.(mapped, map) ?? mapped;
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
