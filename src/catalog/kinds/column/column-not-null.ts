import { type CatalogObject, keyOf } from '../../model/object.js';
import { columnName, parentName } from '../../model/relation-name.js';
import type { RepairContext } from '../../kind/repair.js';
import { reachesNotNull } from './column-family.js';
import { notNullOf } from '../constraint/not-null.js';
import { columnOf, descendantTablesIn, onlyWord, parentColumnsIn } from '../statements/family.js';

/** A NOT NULL constraint with a name of its own (PostgreSQL 18) is added as a constraint. */
export function setColumnNotNull(column: CatalogObject, context: RepairContext): readonly string[] {
  const named = notNullOf(column, context.wanted);
  if (named && context.isCreated(named)) return [];
  return [
    `ALTER TABLE ${only(column, context)}${parentName(column)} ALTER COLUMN ${columnName(column)} SET NOT NULL;`,
  ];
}

/**
 * Until PostgreSQL 17, dropping NOT NULL from a partitioned table also drops it from partitions that had it
 * before.
 */
export function dropColumnNotNull(column: CatalogObject, context: RepairContext): readonly string[] {
  const named = notNullOf(column, context.now);
  if (named && context.isDropped(named)) return [];
  const statement = `ALTER TABLE ${only(column, context)}${parentName(column)} ALTER COLUMN ${columnName(column)} DROP NOT NULL;`;
  if (context.major >= 18) return [statement];
  return [statement, ...ownBelow(column, context)];
}

function only(column: CatalogObject, context: RepairContext): string {
  return reachesNotNull(column, context) ? '' : onlyWord(parentName(column), context);
}

function ownBelow(column: CatalogObject, context: RepairContext): readonly string[] {
  if (!reachesNotNull(column, context)) return [];
  return descendantTablesIn(context.now, parentName(column)).flatMap(({ name }) => {
    const below = columnOf(context.wanted, name, columnName(column));
    if (below?.attributes['not null'] === undefined) return [];
    return [`ALTER TABLE ONLY ${name} ALTER COLUMN ${columnName(below)} SET NOT NULL;`];
  });
}

/** Sets NOT NULL of an inherited column whose parents do not have it. */
export function setOwnNotNull(column: CatalogObject, context: RepairContext): readonly string[] {
  if (column.attributes['not null'] === undefined) return [];
  const parents = parentColumnsIn(context.wanted, column);
  if (parents.some((parent) => parent.attributes['not null'] !== undefined)) return [];
  const named = notNullOf(column, context.wanted);
  if (named && context.wanted.has(keyOf(named))) return [];
  return [`ALTER TABLE ${parentName(column)} ALTER COLUMN ${columnName(column)} SET NOT NULL;`];
}
