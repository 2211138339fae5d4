import { textOf } from './attribute.js';
import type { Difference } from './diff.js';
import { kindsWhere } from './kind-traits.js';
import { mapRoleNames } from './map-role-names.js';
import { keyOf, type CatalogObject, type Snapshot } from './object.js';

/**
 * The roles of a database. Renamed roles, and roles that the server of a restored dump does not have, are
 * missing. The bootstrap superuser is not an object of the catalog; it is recognized as an owner.
 */
export class PresentRoles {
  readonly #catalog: Snapshot;
  #owners: ReadonlySet<string> | undefined;

  constructor(catalog: Snapshot) {
    this.#catalog = catalog;
  }

  exists(role: string): boolean {
    const isBuiltIn = role === 'PUBLIC' || role.startsWith('pg_');
    return isBuiltIn || this.#isInCatalog(role) || this.ownsAnything(role);
  }

  #isInCatalog(name: string): boolean {
    return kindsWhere(({ owns }) => owns === 'objects').some((kind) =>
      this.#catalog.has(keyOf({ kind, name })),
    );
  }

  /** False after `REASSIGN OWNED`, or where a dump was restored without owners. */
  ownsAnything(role: string): boolean {
    this.#owners ??= new Set([...this.#catalog.values()].flatMap((object) => textOf(object, 'owner') ?? []));
    return this.#owners.has(role);
  }
}

/**
 * Returns recorded differences in which roles that no longer exist are replaced by the present owners of
 * their objects.
 */
export function withPresentRoles(
  recorded: readonly Difference[],
  { live, roles }: { readonly live: Snapshot; readonly roles: PresentRoles },
): readonly Difference[] {
  const gone = rolesOf(recorded).filter((role) => !roles.exists(role));
  const successors = new Map(gone.map((role) => [role, successorOf(role, recorded, live)]));
  if (gone.length === 0) return recorded;
  const map = (role: string) => successors.get(role) ?? role;
  return recorded.map((difference) => ({
    ...difference,
    before: difference.before && mapRoleNames(difference.before, map),
    after: difference.after && mapRoleNames(difference.after, map),
  })) as readonly Difference[];
}

function rolesOf(recorded: readonly Difference[]): readonly string[] {
  const objects = recorded.flatMap(({ before, after }) => [before ?? [], after ?? []].flat());
  return [...new Set(objects.flatMap(rolesOfObject))];
}

/** Returns the roles that an object names: as owner, grantee or grantor, or in a policy or mapping. */
export function rolesOfObject(object: CatalogObject): readonly string[] {
  const roles: string[] = [];
  mapRoleNames(object, (role) => {
    roles.push(role);
    return role;
  });
  return roles;
}

/** Returns the one role that now owns everything that remains of the other role's objects. */
function successorOf(role: string, recorded: readonly Difference[], live: Snapshot): string | undefined {
  const owners = recorded.flatMap(({ after }) => {
    const now = after && live.get(keyOf(after));
    return after && now && textOf(after, 'owner') === role ? (textOf(now, 'owner') ?? []) : [];
  });
  return new Set(owners).size === 1 ? owners[0] : undefined;
}
