import { keyOf, type CatalogObject, type ObjectKey } from './object.js';
import type { CatalogOptions } from './catalog-state.js';

/** Tells what belongs to the bookkeeping table of node-pg-migrate, down to comments on its columns. */
export function bookkeepingFilter(
  { migrationsTable }: CatalogOptions,
  find: (key: string) => CatalogObject | undefined,
): (object: CatalogObject) => boolean {
  if (!migrationsTable) return () => false;
  const table = [migrationsTable.schema, migrationsTable.name].map(printedName).join('.');
  const isTable = ({ kind, name }: ObjectKey): boolean => kind === 'table' && name === table;
  return function belongs(object): boolean {
    if (isTable(object)) return true;
    const { parent } = object;
    if (!parent) return false;
    if (isTable(parent)) return true;
    const above = find(keyOf(parent));
    return above !== undefined && belongs(above);
  };
}

/** As PostgreSQL prints it, but for keywords, which are no names for such a table. */
function printedName(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
