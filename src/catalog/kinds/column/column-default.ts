import type { CatalogObject } from '../../model/object.js';
import { columnName, parentName } from '../../model/relation-name.js';
import type { RepairContext } from '../../kind/repair.js';
import { columnOf, descendantTablesIn, onlyWord, parentColumnsIn } from '../statements/family.js';

/** SET DEFAULT or DROP DEFAULT for one table alone; tables below it have defaults of their own. */
export function setDefault(column: CatalogObject, context: RepairContext): readonly string[] {
  const { default: value, generated } = column.attributes;
  if (generated !== undefined) return [];
  const statement = `ALTER TABLE ${onlyWord(parentName(column), context)}${parentName(column)} ALTER COLUMN ${columnName(column)}`;
  return [`${statement} ${value === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${String(value)}`};`];
}

/** Sets the default of an inherited column where it differs from those of all its parents. */
export function setOwnDefault(column: CatalogObject, context: RepairContext): readonly string[] {
  const { default: value, identity } = column.attributes;
  if (identity !== undefined) return [];
  const parents = parentColumnsIn(context.wanted, column);
  if (parents.every((parent) => parent.attributes.default === value)) return [];
  return setDefault(column, context);
}

/** A default of the old type can prevent the change to the new type, in the tables below as well. */
export function dropDefaults(from: CatalogObject, { now }: RepairContext): readonly string[] {
  const below = descendantTablesIn(now, parentName(from)).flatMap(
    ({ name }) => columnOf(now, name, columnName(from)) ?? [],
  );
  if (![from, ...below].some(hasDefault)) return [];
  return [`ALTER TABLE ${parentName(from)} ALTER COLUMN ${columnName(from)} DROP DEFAULT;`];
}

export function restoreDefaults(to: CatalogObject, context: RepairContext): readonly string[] {
  const below = descendantTablesIn(context.now, parentName(to)).flatMap(
    ({ name }) => columnOf(context.wanted, name, columnName(to)) ?? [],
  );
  return [to, ...below].filter(hasDefault).flatMap((column) => setDefault(column, context));
}

function hasDefault({ attributes }: CatalogObject): boolean {
  return attributes.default !== undefined && attributes.generated === undefined;
}
