import type { CatalogObject } from '../../model/object.js';
import { columnName, parentName } from '../../model/relation-name.js';
import type { AlterChange, RepairContext } from '../../kind/repair.js';
import { setDefault } from './column-default.js';

export function alterColumn(column: CatalogObject): string {
  return `ALTER TABLE ${parentName(column)} ALTER COLUMN ${columnName(column)}`;
}

export function dropDefault(column: CatalogObject): string {
  return `${alterColumn(column)} DROP DEFAULT;`;
}

/** Returns a column without its default, which is set later. */
export function withoutDefault(column: CatalogObject): CatalogObject {
  const attributes = Object.entries(column.attributes).filter(([name]) => name !== 'default');
  return { ...column, attributes: Object.fromEntries(attributes) };
}

/** Whether a change of a column sets its default together with another attribute. */
export function setsDefault({ attributes }: AlterChange): boolean {
  const others = ['type', 'collation', 'generated', 'generated kind'];
  return attributes.includes('default') && others.some((name) => attributes.includes(name));
}

export interface Release {
  readonly release: readonly string[];
  readonly restore: readonly string[];
}

interface Column {
  readonly from: CatalogObject;
  readonly to: CatalogObject;
}

/**
 * Returns the statements that remove the expression of a column, so that its dependencies can change, and set
 * it again; `undefined` where the column must be recreated. PostgreSQL 17 added SET EXPRESSION, for stored
 * columns.
 */
export function releaseOf({ from, to }: Column, context: RepairContext): Release | undefined {
  if (from.attributes.generated === undefined) {
    return {
      release: setDefault(withoutDefault(from), context),
      restore: to.attributes.default === undefined ? [] : setDefault(to, context),
    };
  }
  const isStored =
    from.attributes['generated kind'] === 'stored' && to.attributes['generated kind'] === 'stored';
  if (context.major < 17 || !isStored || from.attributes['not null'] !== undefined) return undefined;
  return {
    release: [`${alterColumn(from)} SET EXPRESSION AS (NULL);`],
    restore: [`${alterColumn(to)} SET EXPRESSION AS (${String(to.attributes.generated)});`],
  };
}
