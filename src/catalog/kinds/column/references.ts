import type { ReferenceRules } from '../../model/kind-traits.js';
import type { CatalogObject } from '../../model/object.js';
import { localName } from '../../model/qualified-name.js';
import { columnName } from '../../model/relation-name.js';

/** Definitions print the name of a column without its relation, or with the relation's alias. */
export const columnReferences: ReferenceRules = {
  indexedNames: ({ parent }) => (parent ? [parent.name, localName(parent.name), `of ${parent.name}`] : []),
  isNamed: namesColumn,
  isNamedInBody: (column, names) =>
    names.has(localName(column.parent?.name ?? '')) && names.has(columnName(column)),
};

/** Any object on the same relation may use its column; views name both the relation and the column. */
function namesColumn(user: CatalogObject, column: CatalogObject, names: ReadonlySet<string>): boolean {
  if (user.kind === 'column' && user.parent?.name !== column.parent?.name) return false;
  const relation = column.parent?.name ?? '';
  const name = column.name.slice(relation.length + 1);
  return (user.parent?.name === relation || names.has(relation)) && names.has(name);
}
