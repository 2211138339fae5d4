import { listOf, textOf } from './attribute.js';
import type { AttributeValue, CatalogObject, Snapshot } from './object.js';
import type { PresentRoles } from './present-roles.js';
import { traitsOf } from './kind-traits.js';
import { entriesOf, renderEntry, type PrivilegeEntry } from './privileges.js';
import { isSameValue } from './same-attribute.js';

/** Owner and privileges, which are not part of an object's definition. */
export const ownershipAttributes: ReadonlySet<string> = new Set([
  'owner',
  'privileges',
  'initial privileges',
  'identity privileges',
  'column privileges',
]);

export interface AdoptOptions {
  readonly actual: CatalogObject;
  readonly roles: PresentRoles;
  /** The catalog before the down, with its default privileges. */
  readonly live: Snapshot;
  /** `fresh`: the down created the object. */
  readonly made: 'fresh' | 'earlier';
}

/**
 * Returns the expected object with the actual owner and privileges where these are not a real difference: the
 * recorded owner owns nothing here any more, the role of a grant no longer exists, or a default privilege was
 * added.
 */
export function adoptOwnership(expected: CatalogObject, options: AdoptOptions): CatalogObject {
  const { actual, roles } = options;
  if (isSameOwnership(expected, actual)) return expected;
  const [owner, actualOwner] = [textOf(expected, 'owner'), textOf(actual, 'owner')];
  const isReplaced = owner !== undefined && owner !== actualOwner && !roles.ownsAnything(owner);
  const owned = isReplaced && actualOwner !== undefined ? withOwner(expected, actualOwner) : expected;
  return hasSamePrivileges(owned, options)
    ? withAttribute(owned, { name: 'privileges', value: actual.attributes.privileges })
    : owned;
}

function isSameOwnership({ attributes: a }: CatalogObject, { attributes: b }: CatalogObject): boolean {
  return a.owner === b.owner && isSameValue(a.privileges, b.privileges);
}

function withOwner(object: CatalogObject, owner: string): CatalogObject {
  const was = textOf(object, 'owner') ?? '';
  const attributes: Record<string, AttributeValue> = { ...object.attributes, owner };
  if (attributes.privileges !== undefined)
    attributes.privileges = entriesOfObject(object, owner)
      .map((entry) => renderEntry(entry.grantee === was ? { ...entry, grantee: owner } : entry))
      .sort();
  return { ...object, attributes };
}

function hasSamePrivileges(expected: CatalogObject, { actual, roles, live, made }: AdoptOptions): boolean {
  const wanted = new Set(
    entriesOfObject(expected)
      .filter(({ grantee }) => roles.exists(grantee))
      .map(withoutGrantor),
  );
  const found = new Set(entriesOfObject(actual).map(withoutGrantor));
  const more = [...found].filter((entry) => !wanted.has(entry));
  if ([...wanted].some((entry) => !found.has(entry))) return false;
  return more.every((entry) => made === 'fresh' && isDefaultPrivilege(entry, live));
}

function withoutGrantor(entry: PrivilegeEntry): string {
  return renderEntry({ ...entry, grantor: undefined });
}

function isDefaultPrivilege(entry: string, live: Snapshot): boolean {
  return [...live.values()].some(
    (object) => traitsOf(object.kind).scope === 'database' && listOf(object, 'grants').includes(entry),
  );
}

/**
 * Returns the privileges of an object, defaults included. `owner` is used where the object has no owner of
 * its own.
 */
export function entriesOfObject(object: CatalogObject, owner?: string): readonly PrivilegeEntry[] {
  const { privileges: acl } = traitsOf(object.kind);
  const { privileges } = object.attributes;
  const known = textOf(object, 'owner') ?? owner ?? '';
  if (acl === 'none') return [];
  return entriesOf(acl, { owner: known, ...(typeof privileges === 'object' ? { privileges } : {}) });
}

export function withAttribute(
  object: CatalogObject,
  { name, value }: { readonly name: string; readonly value: AttributeValue | undefined },
): CatalogObject {
  const rest = Object.entries(object.attributes).filter(([other]) => other !== name);
  const attributes = Object.fromEntries(value === undefined ? rest : [...rest, [name, value]]);
  return { ...object, attributes };
}
