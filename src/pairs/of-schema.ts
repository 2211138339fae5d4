import type { CatalogObject } from '../catalog/model/object.js';
import { isOfDatabase, isOutside } from '../catalog/model/outside.js';

/**
 * Whether an object belongs to the schema of a database, as settings and comments of the database itself do; its
 * owner and its limits do not.
 */
export function isOfSchema(object: CatalogObject): boolean {
  if (object.kind === 'database') return false;
  if (object.kind === 'setting') return isOfDatabase(object);
  return object.parent?.kind === 'database' || !isOutside(object);
}
