import type { CatalogOptions } from './catalog-state.js';
import type { CatalogObject, ObjectKey } from '../model/object.js';

/**
 * Tells what belongs to the bookkeeping table of node-pg-migrate, by the names that its columns,
 * constraints and indexes have from it.
 */
export function bookkeepingFilter({ migrationsTable }: CatalogOptions): (object: CatalogObject) => boolean {
  if (!migrationsTable) return () => false;
  const table = [migrationsTable.schema, migrationsTable.name].map(printedName).join('.');
  const isPart = ({ kind, name }: ObjectKey): boolean => {
    if (kind === 'table') return name === table;
    if (kind === 'column') return name.startsWith(`${table}.`);
    return kind === 'constraint' && name.endsWith(` on ${table}`);
  };
  return (object) => isPart(object) || (object.parent !== undefined && isPart(object.parent));
}

/** As PostgreSQL prints it, but for keywords, which are no names for such a table. */
function printedName(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
