import type { Repair } from '../repair.js';
import { changeHolding, giveAway, isForeignPart, isPart } from './owner-and-privileges.js';
import { changeParameters, withParameters } from './storage-parameters.js';

/** ALTER VIEW gives a view away; GRANT knows only tables. */
const held = { acl: 'r', alter: 'VIEW', on: 'TABLE' } as const;

export const view: Repair<'view'> = {
  kind: 'view',
  create: (object) => {
    const { definition, options } = object.attributes;
    return [
      `CREATE VIEW ${object.name}${withParameters(options)} AS ${String(definition)};`,
      ...giveAway(object, held),
    ];
  },
  drop: (object) => (isForeignPart(object) ? isPart : [`DROP VIEW ${object.name};`]),
  alter: ({ from, to, attributes }) => {
    if (attributes.includes('definition')) return undefined;
    return [
      ...changeParameters({
        statement: `ALTER VIEW ${to.name}`,
        from: from.attributes.options,
        to: to.attributes.options,
      }),
      ...changeHolding({ from, to }, held),
    ];
  },
};
