import type { CatalogObject } from './object.js';

/** Returns the name of the parent: the table of a column, a constraint or a trigger. */
export function parentName({ parent, kind, name }: CatalogObject): string {
  if (!parent) throw new Error(`${kind} ${name} belongs to nothing`);
  return parent.name;
}

/** Returns `users_email_key` for `users_email_key on public.users`, quoted as before. */
export function nameOnRelation(object: CatalogObject): string {
  return object.name.slice(0, -` on ${parentName(object)}`.length);
}

/** Returns `email` for the column `public.users.email`, quoted as before. */
export function columnName(column: CatalogObject): string {
  return column.name.slice(parentName(column).length + 1);
}
