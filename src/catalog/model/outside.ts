import { textOf } from './attribute.js';
import type { CatalogObject, Kind } from './object.js';

/** Kinds that all databases of a server share, and what is set on a database as a whole. */
const outsideKinds: ReadonlySet<Kind> = new Set([
  'role',
  'role membership',
  'tablespace',
  'parameter privileges',
  'setting',
]);

const commentKinds: ReadonlySet<Kind> = new Set(['comment', 'security label']);

const kindsWithSharedComments: ReadonlySet<Kind> = new Set(['role', 'tablespace', 'database']);

/**
 * Whether an object lies outside of what migrations make in a database: it is compared only where
 * a migration made or changed it.
 */
export function isOutside({ kind, parent }: CatalogObject): boolean {
  if (outsideKinds.has(kind)) return true;
  return commentKinds.has(kind) && parent !== undefined && kindsWithSharedComments.has(parent.kind);
}

/** Whether a setting belongs to this database alone. */
export function isOfDatabase(setting: CatalogObject): boolean {
  return textOf(setting, 'database') !== undefined;
}

/** Whether all databases of the server share an object, so that others may change it at any time. */
export function isShared(object: CatalogObject): boolean {
  const { kind, parent } = object;
  return (
    isOutside(object) &&
    !isOfDatabase(object) &&
    (commentKinds.has(kind) ? parent?.kind !== 'database' : true)
  );
}
