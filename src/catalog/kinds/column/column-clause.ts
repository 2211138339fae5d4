import type { CatalogObject } from '../../model/object.js';

/** Attributes that `columnClause` prints, or that the column order of a table shows. */
export const inColumnClause: ReadonlySet<string> = new Set([
  'type',
  'collation',
  'not null',
  'default',
  'generated',
  'generated kind',
  'identity',
]);

/** A column as written in CREATE TABLE, without its name: `integer NOT NULL DEFAULT 18`. */
export function columnClause(
  column: CatalogObject,
  { identity = identityClause(column) }: { readonly identity?: string } = {},
): string {
  const { type, collation, generated } = column.attributes;
  const parts = [
    String(type),
    collation === undefined ? '' : `COLLATE ${String(collation)}`,
    generated === undefined ? '' : `GENERATED ALWAYS AS (${String(generated)}) ${generatedKind(column)}`,
    identity,
    column.attributes['not null'] === undefined ? '' : 'NOT NULL',
    column.attributes.default === undefined ? '' : `DEFAULT ${String(column.attributes.default)}`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function generatedKind({ attributes }: CatalogObject): string {
  return String(attributes['generated kind']).toUpperCase();
}

function identityClause({ attributes }: CatalogObject): string {
  if (attributes.identity === undefined) return '';
  return `GENERATED ${String(attributes.identity).toUpperCase()} AS IDENTITY`;
}
