import { textOf } from '../catalog/model/attribute.js';
import { toSnapshot } from '../catalog/model/snapshot.js';
import { isGivenNotNull } from '../catalog/kinds/constraint/generated-name.js';
import { keyOf, type CatalogObject } from '../catalog/model/object.js';
import { withoutUnreadable } from '../database-state/unreadable.js';
import type { Comparable } from '../compare/comparable.js';
import { mapRoles, withGrantorsOf } from '../compare/map-roles.js';
import { isOfDatabase, isOutside } from '../catalog/model/outside.js';
import type { DatabaseState } from '../database-state/read-database-state.js';

/**
 * Makes two live databases comparable: the roles that run migrations may have different names, and neither
 * servers nor the databases as a whole are compared, except for the settings of the databases.
 */
export function comparableSides(here: DatabaseState, there: DatabaseState): Comparable {
  const unreadable = [...here.unreadable, ...there.unreadable];
  const expected = comparedOf(there).map((object) => asHere(object, { here, there }));
  return {
    expected: withoutUnreadable(toSnapshot(expected), unreadable),
    actual: withoutUnreadable(toSnapshot(comparedOf(here)), unreadable),
    leftAlone: [],
  };
}

function comparedOf({ catalog }: DatabaseState): readonly CatalogObject[] {
  return [...catalog.values()].filter((object) => {
    if (object.kind === 'setting') return isOfDatabase(object);
    return object.kind !== 'database' && !isOutside(object) && !isGivenNotNull(object);
  });
}

/**
 * Maps an object of the other database to this one. The owner of an extension is not compared, since it depends
 * on who had the privilege to install it.
 */
function asHere(
  object: CatalogObject,
  { here, there }: { readonly here: DatabaseState; readonly there: DatabaseState },
): CatalogObject {
  const kept = ownerOfPublic(object);
  const map = (role: string) => (role === there.role.runner && role !== kept ? here.role.runner : role);
  const mapped = mapRoles(object, { map, defaults: there.defaults });
  const other = here.catalog.get(keyOf(mapped));
  if (!other) return mapped;
  const { owner } = other.attributes;
  const same = withGrantorsOf(other, mapped);
  if (mapped.kind !== 'extension' || owner === undefined) return same;
  return { ...same, attributes: { ...same.attributes, owner } };
}

/**
 * Before PostgreSQL 15 the schema `public` of a new database is owned by the superuser of initdb, not by the
 * role that runs migrations.
 */
function ownerOfPublic(object: CatalogObject): string | undefined {
  return object.kind === 'schema' && object.name === 'public' ? textOf(object, 'owner') : undefined;
}
