import type { CatalogObject } from '../../model/object.js';
import { columnName } from '../../model/relation-name.js';
import type { RepairContext } from '../../kind/repair.js';
import { namedColumn } from '../column/new-column.js';
import { tableIn } from '../statements/family.js';
import { withParameters } from '../statements/storage-parameters.js';
import { isOnlyInherited } from './inheritance.js';

/**
 * CREATE TABLE with all local columns. A partition is created as a separate table and attached when its
 * indexes and constraints exist, so that these keep their names.
 */
export function createTable(table: CatalogObject, context: RepairContext): string {
  const { attributes } = table;
  const unlogged = attributes.persistence === undefined ? '' : 'UNLOGGED ';
  const ofType = attributes['of type'];
  return [
    `CREATE ${unlogged}TABLE ${table.name}`,
    ofType === undefined
      ? ` (${columnList(table, context)})`
      : ` OF ${String(ofType)}${typedColumns(table, context)}`,
    inheritsLater(table, context) ? '' : inherits(table),
    word('PARTITION BY', attributes['partition by']),
    word('USING', attributes['access method']),
    withParameters(attributes.options),
    word('TABLESPACE', attributes.tablespace),
    ';',
  ].join('');
}

/** The columns in their order, without inherited ones. */
export function columnList(table: CatalogObject, context: RepairContext): string {
  return ownColumns(table, context)
    .map((column) => namedColumn(column, context))
    .join(', ');
}

function typedColumns(table: CatalogObject, context: RepairContext): string {
  const list = ownColumns(table, context)
    .map((column) => [column, namedColumn(column, context)] as const)
    .map(([column, text]) => [
      columnName(column),
      text.slice(`${columnName(column)} ${String(column.attributes.type)}`.length),
    ])
    .filter(([, rest]) => rest !== '')
    .map(([name, rest]) => `${String(name)} WITH OPTIONS${String(rest)}`);
  return list.length > 0 ? ` (${list.join(', ')})` : '';
}

function ownColumns(table: CatalogObject, context: RepairContext): readonly CatalogObject[] {
  const byName = new Map(
    context
      .children(table)
      .filter(({ kind }) => kind === 'column')
      .map((column) => [columnName(column), column]),
  );
  const isPartition = table.attributes['partition of'] !== undefined;
  return (table.order ?? [])
    .flatMap((name) => byName.get(name) ?? [])
    .filter(
      ({ attributes }) => isPartition || !/^inherited(?! and local)/.test(String(attributes.inheritance)),
    );
}

/** Whether a table got its parents after it was created: in a new table, inherited columns come first. */
export function inheritsLater(table: CatalogObject, context: RepairContext): boolean {
  const { inherits: parents } = table.attributes;
  if (typeof parents !== 'object') return false;
  const inherited = parents.flatMap((name) => tableIn(context.wanted, name)?.order ?? []);
  const order = [...new Set([...inherited, ...(table.order ?? [])])];
  const columns = context.children(table).filter(({ kind }) => kind === 'column');
  return order.join() !== (table.order ?? []).join() && !columns.some(isOnlyInherited);
}

/** INHERITS clause of a table that is not a partition. */
export function inherits({ attributes }: CatalogObject): string {
  return typeof attributes.inherits === 'object' ? ` INHERITS (${attributes.inherits.join(', ')})` : '';
}

function word(before: string, value: CatalogObject['attributes'][string] | undefined): string {
  return value === undefined ? '' : ` ${before} ${String(value)}`;
}

/** ATTACH PARTITION for a partition; nothing for other tables. */
export function attachPartition({ name, attributes }: CatalogObject): readonly string[] {
  const parent = attributes['partition of'];
  if (parent === undefined) return [];
  return [`ALTER TABLE ${String(parent)} ATTACH PARTITION ${name} ${String(attributes['partition bound'])};`];
}

/** DETACH PARTITION for a table that is a partition now. */
export function detachPartition({ name, attributes }: CatalogObject): readonly string[] {
  const parent = attributes['partition of'];
  return parent === undefined ? [] : [`ALTER TABLE ${String(parent)} DETACH PARTITION ${name};`];
}
