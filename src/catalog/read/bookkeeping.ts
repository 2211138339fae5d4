import type { CatalogOptions } from './catalog-state.js';
import { quoteIdentifier } from '../../database/quote.js';
import { definesColumns, isColumn } from '../model/kind-traits.js';
import type { CatalogObject, ObjectKey } from '../model/object.js';

/**
 * Returns a filter for the parts of node-pg-migrate's migrations table, by the names that its columns,
 * constraints and indexes derive from it.
 */
export function bookkeepingFilter({ migrationsTable }: CatalogOptions): (object: CatalogObject) => boolean {
  if (!migrationsTable) return () => false;
  const [schemas, names] = [printedNames(migrationsTable.schema), printedNames(migrationsTable.name)];
  const tables = schemas.flatMap((schema) => names.map((name) => `${schema}.${name}`));
  const isPart = ({ kind, name }: ObjectKey): boolean =>
    tables.some(
      (table) =>
        (name === table && definesColumns({ kind })) ||
        (isColumn({ kind }) && name.startsWith(`${table}.`)) ||
        name.endsWith(` on ${table}`),
    );
  return (object) => isPart(object) || (object.parent !== undefined && isPart(object.parent));
}

/** A name with and without quotes, which PostgreSQL also prints around keywords. */
function printedNames(name: string): readonly string[] {
  const quoted = quoteIdentifier(name);
  return /^[a-z_][a-z0-9_]*$/.test(name) ? [name, quoted] : [quoted];
}
