import { quoteIdentifier } from '../../database/quote.js';
import type { CatalogObject } from '../object.js';
import type { RepairContext } from '../repair.js';
import { localName } from '../qualified-name.js';
import { nameOnRelation, parentName } from './relation-name.js';

/**
 * PostgreSQL 18 keeps NOT NULL as a constraint, which shows when it has a name of its own. The
 * column tells whether it must be there at all.
 */
function columnOf({
  parent,
  attributes,
}: CatalogObject): { readonly parent: string; readonly name: string } | undefined {
  const [, name] =
    /^NOT NULL (.*?)(?: NO INHERIT)?(?: NOT VALID)?$/.exec(String(attributes.definition)) ?? [];
  return name === undefined || !parent ? undefined : { parent: parent.name, name };
}

/** How to be rid of such a constraint's name; `undefined` for every other constraint. */
export function dropNotNull(object: CatalogObject, { find }: RepairContext): readonly string[] | undefined {
  const column = columnOf(object);
  const before = column && find({ kind: 'column', name: `${column.parent}.${column.name}` });
  if (before?.attributes['not null'] === undefined) return undefined;
  if (before.attributes.inheritance !== undefined) return [];
  const statement = `ALTER TABLE ${parentName(object)}`;
  if (object.attributes.definition === `NOT NULL ${column?.name ?? ''}`) {
    if (plain(nameOnRelation(object)) === plain(usualName(before))) return [];
    return [`${statement} RENAME CONSTRAINT ${nameOnRelation(object)} TO ${usualName(before)};`];
  }
  const { name = '' } = column ?? {};
  return [
    `${statement} DROP CONSTRAINT ${nameOnRelation(object)};`,
    `${statement} ALTER COLUMN ${name} SET NOT NULL;`,
  ];
}

/** As ChooseConstraintName of PostgreSQL makes it when nothing is in its way. */
function usualName(column: CatalogObject): string {
  const table = plain(localName(parentName(column)));
  return quoteIdentifier(`${table}_${plain(localName(column.name))}_not_null`);
}

function plain(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}

/** A column has one such constraint, so the one of the usual name gives way. */
export function replaceNotNull(object: CatalogObject, { isCreated }: RepairContext): readonly string[] {
  const column = columnOf(object);
  if (!column || !object.parent || isCreated(object.parent)) return [];
  return [`ALTER TABLE ${column.parent} ALTER COLUMN ${column.name} DROP NOT NULL;`];
}
