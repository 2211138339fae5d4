import { constraintTypeOf } from '../catalog/kinds/constraint/constraint-type.js';
import type { CatalogObject } from '../catalog/model/object.js';

/** Whether PostgreSQL checks all rows when it adds a constraint: not with NOT VALID or NOT ENFORCED. */
export function isChecked(object: CatalogObject): boolean {
  if (constraintTypeOf(object) === undefined) return false;
  return !/ NOT (?:VALID|ENFORCED)$/u.test(String(object.attributes.definition));
}

export function isUniqueIndex({ kind, attributes }: CatalogObject): boolean {
  return kind === 'index' && String(attributes.definition).startsWith('CREATE UNIQUE INDEX ');
}
