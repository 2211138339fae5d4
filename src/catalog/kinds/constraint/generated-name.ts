import type { CatalogObject } from '../../model/object.js';

/**
 * Whether a NOT NULL constraint (PostgreSQL 18) repeats only what its column says, under a name that
 * PostgreSQL generated: from the names of table and column at that time, with a number where the name was
 * taken. After a rename, or in a dump of an older server, the constraint of the same column has another name.
 */
export function isGivenNotNull({ kind, name, attributes, parent }: CatalogObject): boolean {
  if (kind !== 'constraint' || parent === undefined) return false;
  const own = name.slice(0, -` on ${parent.name}`.length);
  const { definition, inheritance } = attributes;
  const isPlain =
    /^NOT NULL (?:"(?:[^"]|"")*"|[^\s"]+)$/u.test(String(definition)) && inheritance === undefined;
  return isPlain && /_not_null\d*"?$/u.test(own);
}
