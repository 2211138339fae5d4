import { textOf } from './attribute.js';
import { traitsOf } from './kind-traits.js';
import type { CatalogObject } from './object.js';

/**
 * Whether an object is outside of what migrations usually create in a database; it is compared only where a
 * migration created or changed it.
 */
export function isOutside({ kind, parent }: CatalogObject): boolean {
  const { scope } = traitsOf(kind);
  if (scope !== 'as its object') return scope === 'cluster';
  return parent !== undefined && ['cluster', 'whole database'].includes(traitsOf(parent.kind).scope);
}

/** Whether a setting belongs to this database alone. */
export function isOfDatabase(setting: CatalogObject): boolean {
  return textOf(setting, 'database') !== undefined;
}

/** Whether all databases of the server share an object, so that others may change it at any time. */
export function isShared(object: CatalogObject): boolean {
  const { kind, parent } = object;
  const { scope } = traitsOf(kind);
  const whose = scope === 'as its object' && parent ? traitsOf(parent.kind).scope : scope;
  return whose === 'cluster' && !isOfDatabase(object);
}
