import { childrenIn } from '../../model/children.js';
import { toSnapshot } from '../../model/snapshot.js';
import type { CatalogObject, Snapshot } from '../../model/object.js';
import { localName, unquoted } from '../../model/qualified-name.js';
import { columnName, parentName } from '../../model/relation-name.js';

/*
 * PostgreSQL 18 stores every NOT NULL as a constraint. A snapshot leaves out those that repeat only what
 * their column says, under the name that PostgreSQL derives from table and column. Renaming the table or
 * column does not rename the constraint: it then appears in the snapshot, and another constraint may no
 * longer appear.
 */

/** Returns a snapshot of PostgreSQL 18 with the NOT NULL constraints that it leaves out. */
export function withHiddenNotNull(snapshot: Snapshot): Snapshot {
  const hidden = [...snapshot.values()].filter((one) => hides(one, snapshot)).map(constraintOf);
  return hidden.length === 0 ? snapshot : toSnapshot([...snapshot.values(), ...hidden]);
}

/** Returns a snapshot without these NOT NULL constraints. */
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

/**
 * Whether a column is NOT NULL by a constraint of its own table, even if the constraint is inherited as well.
 */
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

/** Name of the constraint as a catalog object: `users_email_not_null on public.users`. */
function nameOf(column: CatalogObject): string {
  const name = `${unquoted(localName(parentName(column)))}_${unquoted(columnName(column))}_not_null`.slice(
    0,
    63,
  );
  const quoted = /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
  return `${quoted} on ${parentName(column)}`;
}
