import { quoteIdentifier } from '../../../database/quote.js';
import { childrenIn } from '../../model/children.js';
import type { CatalogObject, Snapshot } from '../../model/object.js';
import { localName, unquoted } from '../../model/qualified-name.js';
import { columnName, nameOnRelation, parentName } from '../../model/relation-name.js';
import { cannot, type RepairContext, type RepairStatements } from '../../kind/repair.js';
import { columnOf, parentColumnsIn, parentsOf, staysBelow, tableIn } from '../statements/family.js';
import { isOnlyInherited, staysLocal } from '../table/inheritance.js';

/*
 * PostgreSQL 18 stores NOT NULL as a constraint. It is read where it says more than its column: a name of its
 * own, NO INHERIT, NOT VALID. The column determines whether the constraint must exist at all.
 */

const pattern = /^NOT NULL (?<column>.*?)(?<rest>(?: NO INHERIT)?(?: NOT VALID)?)$/;

export function isNotNull({ attributes: { definition } }: CatalogObject): boolean {
  return pattern.test(String(definition));
}

function columnNameOf({ attributes: { definition } }: CatalogObject): string {
  return pattern.exec(String(definition))?.groups?.column ?? '';
}

/** Returns the NOT NULL constraint of a column where it is read. */
export function notNullOf(column: CatalogObject, snapshot: Snapshot): CatalogObject | undefined {
  const table = tableIn(snapshot, parentName(column));
  return (table ? childrenIn(snapshot, table) : []).find(
    (one) => one.kind === 'constraint' && isNotNull(one) && columnNameOf(one) === columnName(column),
  );
}

function statementFor(object: CatalogObject): string {
  return `ALTER TABLE ${parentName(object)}`;
}

/** Drops such a constraint; the column determines whether another one replaces it. */
export function dropNotNull(object: CatalogObject, context: RepairContext): RepairStatements {
  const { now, wanted } = context;
  const column = columnOf(wanted, parentName(object), columnNameOf(object));
  if (column?.attributes['not null'] === undefined) {
    if (isOnlyInherited(object) || !columnOf(now, parentName(object), columnNameOf(object))) return [];
    return [`${statementFor(object)} DROP CONSTRAINT ${nameOnRelation(object)};`];
  }
  if (notNullOf(column, wanted)) return [];
  if (column.attributes.inheritance !== undefined) return hideInherited(object, column, context);
  if (pattern.exec(String(object.attributes.definition))?.groups?.rest === '') {
    const [is, wanted] = [nameOnRelation(object), usualName(column)];
    if (unquoted(is) === unquoted(wanted)) return [];
    return isTaken(wanted, object, now) ? cannot(nameTaken) : rename(object, is, wanted);
  }
  return [
    `${statementFor(object)} DROP CONSTRAINT ${nameOnRelation(object)};`,
    `${statementFor(object)} ALTER COLUMN ${columnName(column)} SET NOT NULL;`,
  ];
}

/** An attached partition has the constraint only by inheritance. */
function hideInherited(
  object: CatalogObject,
  column: CatalogObject,
  { wanted }: RepairContext,
): RepairStatements {
  const isPartition = tableIn(wanted, parentName(object))?.attributes['partition of'] !== undefined;
  return isPartition || isOnlyInherited(object) || !isOnlyInherited(column) ? [] : cannot(staysLocal);
}

const nameTaken = 'the NOT NULL constraint of another column of the table has the same name';

/** Whether another constraint of the table, not one of the same column, has a name. */
function isTaken(name: string, object: CatalogObject, now: Snapshot): boolean {
  const members = object.parent ? childrenIn(now, object.parent) : [];
  const own = columnNameOf(object);
  return members.some((one) => {
    if (isNotNull(one) && columnNameOf(one) === own) return false;
    if (one.kind === 'constraint') return unquoted(nameOnRelation(one)) === unquoted(name);
    const isHidden =
      one.kind === 'column' && one.attributes['not null'] !== undefined && !notNullOf(one, now);
    return isHidden && unquoted(usualName(one)) === unquoted(name);
  });
}

function rename(object: CatalogObject, from: string, to: string): readonly string[] {
  return [`${statementFor(object)} RENAME CONSTRAINT ${from} TO ${to};`];
}

/** Name that PostgreSQL's ChooseConstraintName generates where it is free. */
export function usualName(column: CatalogObject): string {
  const table = unquoted(localName(parentName(column)));
  return quoteIdentifier(`${table}_${unquoted(columnName(column))}_not_null`);
}

/**
 * A column has one such constraint: an existing one is renamed, and is recreated only where other properties
 * differ.
 */
export function createNotNull(object: CatalogObject, context: RepairContext): RepairStatements {
  const name = nameOnRelation(object);
  const add = `${statementFor(object)} ADD CONSTRAINT ${name} ${String(object.attributes.definition)};`;
  const column = columnOf(context.now, parentName(object), columnNameOf(object));
  if (!column || (object.parent && context.isCreated(object.parent)))
    return impliesNotNull(object, context) ? [] : [add];
  if (impliesNotNull(object, context)) return [];
  if (column.attributes['not null'] === undefined) return [add];
  const present = notNullOf(column, context.now);
  if (present === undefined && isOnlyInherited(column)) return isOnlyInherited(object) ? [] : [add];
  if (isTaken(name, object, context.now)) return cannot(nameTaken);
  return replace(object, present, { column, add });
}

interface Replacement {
  readonly column: CatalogObject;
  readonly add: string;
}

function replace(
  object: CatalogObject,
  present: CatalogObject | undefined,
  { column, add }: Replacement,
): readonly string[] {
  const was = present ? nameOnRelation(present) : usualName(column);
  const definition = present ? String(present.attributes.definition) : `NOT NULL ${columnName(column)}`;
  const [from, to] = [definition, String(object.attributes.definition)];
  if (from === to) return rename(object, was, nameOnRelation(object));
  if (from === `${to} NOT VALID`) {
    return [
      `${statementFor(object)} VALIDATE CONSTRAINT ${was};`,
      ...rename(object, was, nameOnRelation(object)),
    ];
  }
  return [`${statementFor(object)} DROP CONSTRAINT ${was};`, add];
}

/** Whether the tables above add the constraint, or it remains when the table is detached from them. */
function impliesNotNull(object: CatalogObject, context: RepairContext): boolean {
  const table = parentName(object);
  const column = columnOf(context.wanted, table, columnNameOf(object));
  if (!column) return false;
  if (isOnlyInherited(object) && parentColumnsIn(context.wanted, column).length > 0) return true;
  return parentsOf(tableIn(context.now, table))
    .filter((parent) => !staysBelow(parent, table, context))
    .flatMap((parent) => columnOf(context.now, parent, columnNameOf(object)) ?? [])
    .some((one) => nameIn(one, context.now) === unquoted(nameOnRelation(object)));
}

function nameIn(column: CatalogObject, snapshot: Snapshot): string {
  const shown = notNullOf(column, snapshot);
  return unquoted(shown ? nameOnRelation(shown) : usualName(column));
}
