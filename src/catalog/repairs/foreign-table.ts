import type { CatalogObject } from '../object.js';
import type { AlterChange, Repair, RepairContext } from '../repair.js';
import { attachPartition, columnList, detachPartition, inherits } from './new-table.js';
import { changeHolding, giveAway, isForeignPart } from './owner-and-privileges.js';
import { changeForeignOptions, withForeignOptions } from './storage-parameters.js';

const held = { acl: 'r', alter: 'FOREIGN TABLE', on: 'TABLE' } as const;

function create(table: CatalogObject, context: RepairContext): string {
  const { server, options } = table.attributes;
  const columns = columnList(table, context);
  return `CREATE FOREIGN TABLE ${table.name} (${columns})${inherits(table)} SERVER ${String(server)}${withForeignOptions(options)};`;
}

function alter({ from, to, attributes }: AlterChange): readonly string[] | undefined {
  if (['server', 'inherits'].some((name) => attributes.includes(name))) return undefined;
  const isMoved = ['partition of', 'partition bound', 'detach'].some((name) => attributes.includes(name));
  return [
    ...(isMoved ? detachPartition(from) : []),
    ...changeForeignOptions({
      statement: `ALTER FOREIGN TABLE ${to.name}`,
      from: from.attributes.options,
      to: to.attributes.options,
    }),
    ...changeHolding({ from, to }, held),
    ...(isMoved ? attachPartition(to) : []),
  ];
}

export const foreignTable: Repair<'foreign table'> = {
  kind: 'foreign table',
  create: (object, context) => [create(object, context), ...giveAway(object, held)],
  finish: attachPartition,
  drop: (object) => (isForeignPart(object) ? undefined : [`DROP FOREIGN TABLE ${object.name};`]),
  alter,
};
