import type { CatalogObject } from './object.js';

/** Name of what an object belongs to: the table of a column, a constraint or a trigger. */
export function parentName({ parent, kind, name }: CatalogObject): string {
  if (!parent) throw new Error(`${kind} ${name} belongs to nothing`);
  return parent.name;
}

/** `users_email_key` of `users_email_key on public.users`, quoted as it was. */
export function nameOnRelation(object: CatalogObject): string {
  return object.name.slice(0, -` on ${parentName(object)}`.length);
}

/** `email` of the column `public.users.email`, quoted as it was. */
export function columnName(column: CatalogObject): string {
  return column.name.slice(parentName(column).length + 1);
}
