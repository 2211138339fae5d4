import type { CatalogObject } from '../../model/object.js';
import type { AlterChange, Repair, RepairContext } from '../../kind/repair.js';
import { attachPartition, columnList, detachPartition, inherits } from './new-table.js';
import { movesPartition } from './family.js';
import { changeOwnership, createHeld, dropHeld } from './owner-and-privileges.js';
import { detachReferenced, incompleteIndexes } from './table.js';
import { changeForeignOptions, withForeignOptions } from './storage-parameters.js';

const held = { acl: 'r', alter: 'FOREIGN TABLE', on: 'TABLE' } as const;

function create(table: CatalogObject, context: RepairContext): string {
  const { server, options } = table.attributes;
  const columns = columnList(table, context);
  return `CREATE FOREIGN TABLE ${table.name} (${columns})${inherits(table)} SERVER ${String(server)}${withForeignOptions(options)};`;
}

function alter({ from, to, attributes }: AlterChange): readonly string[] | undefined {
  if (['server', 'inherits'].some((name) => attributes.includes(name))) return undefined;
  return [
    ...changeForeignOptions({
      statement: `ALTER FOREIGN TABLE ${to.name}`,
      from: from.attributes.options,
      to: to.attributes.options,
    }),
    ...changeOwnership({ from, to }, held),
  ];
}

export const foreignTable: Repair<'foreign table'> = {
  kind: 'foreign table',
  create: createHeld(held, (object, context) => [create(object, context)]),
  finish: attachPartition,
  drop: dropHeld(held, ({ name }) => `DROP FOREIGN TABLE ${name};`),
  alsoRecreated: incompleteIndexes,
  prepareDrop: detachReferenced,
  prepareAlter: ({ from, to }) => (movesPartition(from, to) ? detachPartition(from) : []),
  alter,
  finishAltered: ({ from, to }) => (movesPartition(from, to) ? attachPartition(to) : []),
};
