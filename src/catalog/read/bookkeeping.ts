import type { CatalogOptions } from './catalog-state.js';
import { definesColumns, isColumn } from '../model/kind-traits.js';
import type { CatalogObject, ObjectKey } from '../model/object.js';

/**
 * Returns a filter for the parts of node-pg-migrate's migrations table, by the names that its columns,
 * constraints and indexes derive from it.
 */
export function bookkeepingFilter({ migrationsTable }: CatalogOptions): (object: CatalogObject) => boolean {
  if (!migrationsTable) return () => false;
  const table = [migrationsTable.schema, migrationsTable.name].map(printedName).join('.');
  const isPart = ({ kind, name }: ObjectKey): boolean =>
    (name === table && definesColumns({ kind })) ||
    (isColumn({ kind }) && name.startsWith(`${table}.`)) ||
    name.endsWith(` on ${table}`);
  return (object) => isPart(object) || (object.parent !== undefined && isPart(object.parent));
}

/** Quotes a name as PostgreSQL does, except for keywords, which are unlikely names of such a table. */
function printedName(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
