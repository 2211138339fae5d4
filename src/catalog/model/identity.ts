import { traitsOf } from './kind-traits.js';
import type { CatalogObject } from './object.js';

/**
 * OIDs of what was read, beside the objects, which are free of them: only within one database, and its
 * copies by CREATE DATABASE … TEMPLATE, does the same OID mean the same object.
 */
const identities = new WeakMap<CatalogObject, string>();

export function rememberIdentity(object: CatalogObject, oid: string): void {
  if (traitsOf(object.kind).identity === 'own OID') identities.set(object, oid);
}

/** `undefined` for objects that were not read, such as recorded ones, and for kinds without one. */
export function identityOf(object: CatalogObject): string | undefined {
  return identities.get(object);
}

/** A changed form of an object stays that object. */
export function keepIdentity(object: CatalogObject, of: CatalogObject): CatalogObject {
  const oid = identities.get(of);
  if (oid !== undefined) identities.set(object, oid);
  return object;
}

/**
 * What each extension has, as `pg_identify_object` names it: no attribute of it, since its version tells that,
 * except what users have added or taken out.
 */
const members = new WeakMap<CatalogObject, ReadonlySet<string>>();

export function rememberMembers(extension: CatalogObject, names: Iterable<string>): void {
  members.set(extension, new Set(names));
}

/** Empty for an extension that was not read, such as a recorded one. */
export function membersOf(extension: CatalogObject): ReadonlySet<string> {
  return members.get(extension) ?? new Set();
}
