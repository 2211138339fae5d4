import { traitsOf } from './kind-traits.js';
import type { CatalogObject } from './object.js';

/**
 * OIDs of objects that were read. They are kept outside the objects, because the same OID identifies the same
 * object only within one database and its copies made by CREATE DATABASE … TEMPLATE.
 */
const identities = new WeakMap<CatalogObject, string>();

export function rememberIdentity(object: CatalogObject, oid: string): void {
  if (traitsOf(object.kind).identity === 'own OID') identities.set(object, oid);
}

/**
 * Returns `undefined` for objects that were not read, such as recorded ones, and for kinds without an OID of
 * their own.
 */
export function identityOf(object: CatalogObject): string | undefined {
  return identities.get(object);
}

/** Gives a changed copy of an object the identity of the original. */
export function keepIdentity(object: CatalogObject, of: CatalogObject): CatalogObject {
  const oid = identities.get(of);
  if (oid !== undefined) identities.set(object, oid);
  return object;
}

/**
 * Members of each extension, as `pg_identify_object` names them. They are not an attribute, because the
 * version of the extension determines them, except for members that users added or removed.
 */
const members = new WeakMap<CatalogObject, ReadonlySet<string>>();

export function rememberMembers(extension: CatalogObject, names: Iterable<string>): void {
  members.set(extension, new Set(names));
}

/** Returns an empty set for an extension that was not read, such as a recorded one. */
export function membersOf(extension: CatalogObject): ReadonlySet<string> {
  return members.get(extension) ?? new Set();
}
