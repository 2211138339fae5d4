import { withAttribute } from '../../model/attribute.js';
import { type Attributes, type CatalogObject, keyOf } from '../../model/object.js';
import { columnName, parentName } from '../../model/relation-name.js';
import type { AlterChange, RepairContext } from '../../kind/repair.js';
import {
  columnOf,
  descendantTablesIn,
  heirsIn,
  parentColumnsIn,
  staysBelow,
  tableIn,
} from '../statements/family.js';
import { becomesLocal } from '../table/inheritance.js';

/** Attributes that ALTER TABLE changes in the tables below, too, and cannot change there alone. */
const reaching = ['type', 'collation', 'generated', 'generated kind', 'identity', 'not null'] as const;

/** Returns the column after the statements about the tables above have run. */
export function afterParents({ from, to, context }: Omit<AlterChange, 'attributes'>): CatalogObject {
  let attributes: Attributes = from.attributes;
  for (const parent of parentColumnsIn(context.wanted, to)) {
    const was = columnOf(context.now, parentName(parent), columnName(parent));
    if (!was || !staysBelow(parentName(parent), parentName(to), context)) continue;
    for (const name of reaching.filter((one) => was.attributes[one] !== parent.attributes[one])) {
      if (name !== 'not null' || reachesNotNull(parent, context))
        attributes = withAttribute(attributes, name, parent.attributes[name]);
    }
    if (was.attributes.type !== parent.attributes.type) attributes = afterNewType(attributes, to);
  }
  return { ...from, attributes };
}

/** Until PostgreSQL 17 the statements about NOT NULL do not affect the tables below, except partitions. */
export function reachesNotNull(column: CatalogObject, { major, wanted }: RepairContext): boolean {
  return major >= 18 || tableIn(wanted, parentName(column))?.attributes['partition by'] !== undefined;
}

/** A new type comes with its own storage settings; the default is set together with it. */
export function afterNewType(attributes: Attributes, to: CatalogObject): Attributes {
  const plain = withAttribute(withAttribute(attributes, 'storage', undefined), 'compression', undefined);
  return withAttribute(plain, 'default', to.attributes.default);
}

/** Whether the present column becomes inherited or local, as wanted. */
export function keepsInheritance({ from, to, context }: Omit<AlterChange, 'attributes'>): boolean {
  if (from.parent?.kind.endsWith('view') === true) return true;
  const name = columnName(to);
  const has = (state: 'now' | 'wanted', table: string) => columnOf(context[state], table, name) !== undefined;
  return becomesLocal({ from, to, has, context }) === isLocal(to);
}

function isLocal({ attributes }: CatalogObject): boolean {
  return attributes.inheritance === undefined || String(attributes.inheritance).includes('local');
}

/** Columns of tables above that the same plan adds, and that add this one. */
export function parentColumnsThatAdd(
  column: CatalogObject,
  context: RepairContext,
): readonly CatalogObject[] {
  return parentColumnsIn(context.wanted, column).filter(
    (parent) =>
      context.isCreated(parent) &&
      isAdded(parent, context) &&
      staysBelow(parentName(parent), parentName(column), context),
  );
}

/** Whether a column does not exist when the columns of the plan are created. */
function isAdded(column: CatalogObject, { now, isDropped }: RepairContext): boolean {
  return !now.has(keyOf(column)) || isDropped(column);
}

/** Local columns of tables below: they exist before the column above is added, which is merged with them. */
export function localBelow(column: CatalogObject, context: RepairContext): readonly CatalogObject[] {
  const name = columnName(column);
  return descendantTablesIn(context.wanted, parentName(column)).flatMap((table) => {
    const below = columnOf(context.wanted, table.name, name);
    const isNew = below && context.isCreated(below) && isAdded(below, context);
    return isNew && isLocal(below) && parentColumnsThatAdd(below, context).length > 0 ? [below] : [];
  });
}

/** The columns of tables below that are recreated together with this one. */
export function recreatedBelow(column: CatalogObject, { now, wanted, isDropped }: RepairContext) {
  if (!isDropped(column)) return [];
  return descendantTablesIn(now, parentName(column)).flatMap(({ name }) => {
    const below = columnOf(now, name, columnName(column));
    return below && wanted.has(keyOf(below)) ? [below] : [];
  });
}

/** Whether this column is dropped while a table directly below keeps its inherited copy as a local column. */
export function isKeptBelow(column: CatalogObject, { now, wanted }: RepairContext): boolean {
  if (wanted.has(keyOf(column))) return false;
  const name = columnName(column);
  return heirsIn(now, parentName(column)).some(({ name: heir }) => {
    const [was, is] = [columnOf(now, heir, name), columnOf(wanted, heir, name)];
    return was && is && !isLocal(was) && isLocal(is);
  });
}

/**
 * Columns of tables directly below that remain when this one is dropped, and that must be dropped as well.
 */
export function leftBelow(
  column: CatalogObject,
  drop: 'alone' | 'with those below',
  { now, wanted, isDropped }: RepairContext,
): readonly CatalogObject[] {
  return heirsIn(now, parentName(column)).flatMap(({ name }) => {
    const below = columnOf(now, name, columnName(column));
    if (!below || (wanted.has(keyOf(below)) && !isDropped(below))) return [];
    return drop === 'alone' || isLocal(below) ? [below] : [];
  });
}

/** Whether the same plan drops the column of a table above, which also drops this one. */
export function isDroppedWithParent(column: CatalogObject, context: RepairContext): boolean {
  return parentColumnsIn(context.now, column).some((parent) => context.isDropped(parent));
}
