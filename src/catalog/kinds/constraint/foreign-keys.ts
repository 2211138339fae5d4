import type { CatalogObject, Snapshot } from '../../model/object.js';
import { columnName } from '../../model/relation-name.js';
import { usersIn } from '../../model/users.js';
import { constraintTypeOf } from './constraint-type.js';
import { referencedColumns } from './key-references.js';

/** Foreign keys that contain a column, on either side. */
export function foreignKeysOf(snapshot: Snapshot, column: CatalogObject): readonly CatalogObject[] {
  const table = column.parent?.name ?? '';
  return usersIn(snapshot, column).filter((user) => {
    if (constraintTypeOf(user) !== 'foreign key') return false;
    const { parent, attributes } = user;
    const referenced = referencedColumns(String(attributes.definition), table);
    return parent?.name === table || referenced?.includes(columnName(column));
  });
}
