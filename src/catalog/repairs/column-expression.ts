import type { CatalogObject } from '../object.js';
import { columnName, parentName } from './relation-name.js';

export function alterColumn(column: CatalogObject): string {
  return `ALTER TABLE ${parentName(column)} ALTER COLUMN ${columnName(column)}`;
}

export function dropDefault(column: CatalogObject): string {
  return `${alterColumn(column)} DROP DEFAULT;`;
}

/** Sets the default, or drops it where there is none. */
export function setDefault(column: CatalogObject): string {
  const { default: value } = column.attributes;
  return value === undefined ? dropDefault(column) : `${alterColumn(column)} SET DEFAULT ${String(value)};`;
}

/** The same column as it is while its default waits. */
export function withoutDefault(column: CatalogObject): CatalogObject {
  const attributes = Object.entries(column.attributes).filter(([name]) => name !== 'default');
  return { ...column, attributes: Object.fromEntries(attributes) };
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
 * How a column lets go of what its expression needs, and gets the expression back; `undefined` where
 * the column has to be made again. SET EXPRESSION came with PostgreSQL 17, for stored columns.
 */
export function releaseOf({ from, to }: Column, major: number): Release | undefined {
  if (from.attributes.generated === undefined)
    return { release: [dropDefault(from)], restore: [setDefault(to)] };
  const isStored =
    from.attributes['generated kind'] === 'stored' && to.attributes['generated kind'] === 'stored';
  if (major < 17 || !isStored || from.attributes['not null'] !== undefined) return undefined;
  return {
    release: [`${alterColumn(from)} SET EXPRESSION AS (NULL);`],
    restore: [`${alterColumn(to)} SET EXPRESSION AS (${String(to.attributes.generated)});`],
  };
}
