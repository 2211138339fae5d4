import type { CatalogObject } from '../../model/object.js';
import { columnName, parentName } from '../../model/relation-name.js';
import { constraintTypeOf } from './constraint-type.js';
import { referencedColumns } from './key-references.js';

/** Whether a constraint that uses a column is a foreign key with it on either side. */
export function isForeignKeyWith(constraint: CatalogObject, column: CatalogObject): boolean {
  if (constraintTypeOf(constraint) !== 'foreign key') return false;
  const table = parentName(column);
  const referenced = referencedColumns(String(constraint.attributes.definition), table);
  return constraint.parent?.name === table || referenced?.includes(columnName(column)) === true;
}
