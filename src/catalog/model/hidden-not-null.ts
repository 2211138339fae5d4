import { childrenIn } from './children.js';
import { toSnapshot } from './snapshot.js';
import type { CatalogObject, Snapshot } from './object.js';
import { localName } from './qualified-name.js';
import { columnName, parentName } from './relation-name.js';

/*
 * PostgreSQL 18 keeps every NOT NULL as a constraint. A snapshot leaves out those that say no more than their
 * column, under the name that PostgreSQL makes of table and column. A rename of table or column keeps that
 * name, so that after it the constraint shows, and another one may show no more.
 */

/** A snapshot of PostgreSQL 18 with the NOT NULL constraints that it leaves out. */
export function withHiddenNotNull(snapshot: Snapshot): Snapshot {
  const hidden = [...snapshot.values()].filter((one) => hides(one, snapshot)).map(constraintOf);
  return hidden.length === 0 ? snapshot : toSnapshot([...snapshot.values(), ...hidden]);
}

/** The same without them. */
export function withoutHiddenNotNull(snapshot: Snapshot): Snapshot {
  const columns = new Map(
    [...snapshot.values()].filter(isLocalNotNull).map((column) => [nameOf(column), column]),
  );
  return new Map(
    [...snapshot].filter(([, object]) => {
      const column = columns.get(object.name);
      return object.kind !== 'constraint' || !column || !isSaidBy(column, object);
    }),
  );
}

function hides(column: CatalogObject, snapshot: Snapshot): boolean {
  if (!isLocalNotNull(column) || !column.parent) return false;
  return !childrenIn(snapshot, column.parent).some((one) => isNotNullOf(column, one));
}

/** A column that is not null by a constraint of its own table, whether inherited as well or not. */
function isLocalNotNull({ kind, parent, attributes }: CatalogObject): boolean {
  if (kind !== 'column' || attributes['not null'] === undefined) return false;
  const isOfTable = parent?.kind === 'table' || parent?.kind === 'foreign table';
  return isOfTable && (attributes.inheritance === undefined || isAlsoInherited(attributes));
}

function isAlsoInherited({ inheritance }: CatalogObject['attributes']): boolean {
  return String(inheritance ?? '').startsWith('inherited and local');
}

function isNotNullOf(column: CatalogObject, { kind, attributes }: CatalogObject): boolean {
  const definition = String(attributes.definition);
  const expected = `NOT NULL ${columnName(column)}`;
  return kind === 'constraint' && (definition === expected || definition.startsWith(`${expected} N`));
}

function isSaidBy(column: CatalogObject, constraint: CatalogObject): boolean {
  const { definition } = constraint.attributes;
  return (
    constraint.parent?.name === parentName(column) &&
    definition === `NOT NULL ${columnName(column)}` &&
    isAlsoInherited(constraint.attributes) === isAlsoInherited(column.attributes)
  );
}

function constraintOf(column: CatalogObject): CatalogObject {
  const { inheritance } = column.attributes;
  return {
    kind: 'constraint',
    name: nameOf(column),
    ...(column.parent ? { parent: column.parent } : {}),
    attributes: {
      definition: `NOT NULL ${columnName(column)}`,
      ...(inheritance === undefined ? {} : { inheritance }),
    },
  };
}

/** Name of the constraint as an object: `users_email_not_null on public.users`. */
function nameOf(column: CatalogObject): string {
  const name = `${plain(localName(parentName(column)))}_${plain(columnName(column))}_not_null`.slice(0, 63);
  const quoted = /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
  return `${quoted} on ${parentName(column)}`;
}

function plain(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}
