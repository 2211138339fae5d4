import type { Kind } from '../catalog/model/object.js';
import { kindNames, traitsOf } from '../catalog/kinds/lists.js';
import type { AclKind } from '../catalog/model/privileges.js';
import type { Session } from '../database/session.js';

/** Privileges that `acldefault` gives to the owner of a new object, and to PUBLIC. */
export interface DefaultPrivilege {
  readonly owner: readonly string[];
  readonly everybody: readonly string[];
}

/** By object type of `acldefault`. */
export type DefaultPrivileges = ReadonlyMap<AclKind, DefaultPrivilege>;

/** OID 10 is the bootstrap superuser, 0 is PUBLIC; the set of privileges depends on the version. */
const DEFAULTS = `
  SELECT k.class,
    ARRAY(SELECT x.privilege_type FROM pg_catalog.aclexplode(pg_catalog.acldefault(k.class, '10')) AS x
      WHERE x.grantee = '10') AS owner,
    ARRAY(SELECT x.privilege_type FROM pg_catalog.aclexplode(pg_catalog.acldefault(k.class, '10')) AS x
      WHERE x.grantee = '0') AS everybody
  FROM pg_catalog.unnest($1::pg_catalog."char"[]) AS k (class)`;

interface DefaultRow extends DefaultPrivilege {
  readonly class: AclKind;
}

/** All object types that kinds have privileges of. */
const classes = [...new Set(kindNames().map((kind) => traitsOf(kind).privileges))].filter(
  (acl) => acl !== 'none',
);

export async function readDefaultPrivileges(session: Session): Promise<DefaultPrivileges> {
  const { rows } = await session.query<DefaultRow>(DEFAULTS, [classes]);
  return new Map(rows.map(({ class: kind, owner, everybody }) => [kind, { owner, everybody }]));
}

/** Entries of an object without any grants, in the normal form of the catalog. */
export function defaultEntries(
  defaults: DefaultPrivileges,
  { kind, owner }: { readonly kind: Kind; readonly owner: string },
): readonly string[] {
  const { privileges } = traitsOf(kind);
  const known = privileges === 'none' ? undefined : defaults.get(privileges);
  if (!known) return [];
  return [
    ...known.owner.map((privilege) => `${privilege} TO ${owner}`),
    ...known.everybody.map((privilege) => `${privilege} TO PUBLIC`),
  ].sort();
}
