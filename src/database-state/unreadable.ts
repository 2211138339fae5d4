import type { CatalogObject, Kind, Snapshot } from '../catalog/model/object.js';
import type { RoleFacts } from './role-facts.js';

/**
 * An attribute that a role may be unable to read. The catalogs are readable by all roles, except `pg_authid`,
 * the column `subconninfo`, and options that the view `pg_user_mappings` shows as NULL (manual, 52 System
 * Catalogs and 53 System Views).
 */
export interface UnreadableAttribute {
  readonly kind: Kind;
  readonly attribute: string;
  readonly text: string;
}

interface Spot extends UnreadableAttribute {
  readonly isSeen: (role: RoleFacts) => boolean;
}

const spots: readonly Spot[] = [
  {
    kind: 'role',
    attribute: 'password',
    text: 'whether roles have a password',
    isSeen: ({ seesPasswords }) => seesPasswords,
  },
  {
    kind: 'user mapping',
    attribute: 'options',
    text: 'the options of user mappings',
    isSeen: ({ isSuperuser }) => isSuperuser,
  },
  {
    kind: 'subscription',
    attribute: 'connection',
    text: 'the connections of subscriptions',
    isSeen: ({ seesSubscriptions }) => seesSubscriptions,
  },
];

export function unreadableFor(role: RoleFacts): readonly UnreadableAttribute[] {
  return spots.filter(({ isSeen }) => !isSeen(role));
}

/** Returns the objects without attributes that cannot be read on the other side. */
export function withoutUnreadable(snapshot: Snapshot, unseen: readonly UnreadableAttribute[]): Snapshot {
  if (unseen.length === 0) return snapshot;
  return new Map([...snapshot].map(([key, object]) => [key, withoutAttributes(object, unseen)]));
}

function withoutAttributes(object: CatalogObject, unseen: readonly UnreadableAttribute[]): CatalogObject {
  const gone = unseen.filter(({ kind }) => kind === object.kind).map(({ attribute }) => attribute);
  if (gone.length === 0) return object;
  const kept = Object.entries(object.attributes).filter(([name]) => !gone.includes(name));
  return { ...object, attributes: Object.fromEntries(kept) };
}

/** Describes what is not compared although objects of its kind are. */
export function notSeenIn(
  snapshots: readonly Snapshot[],
  unseen: readonly UnreadableAttribute[],
): readonly string[] {
  const kinds = new Set(snapshots.flatMap((snapshot) => [...snapshot.values()].map(({ kind }) => kind)));
  return [...new Set(unseen.filter(({ kind }) => kinds.has(kind)).map(({ text }) => text))];
}
