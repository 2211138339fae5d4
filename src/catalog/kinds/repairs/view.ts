import type { CatalogObject } from '../../model/object.js';
import type { Repair } from '../../kind/repair.js';
import { changeOwnership, createHeld, dropHeld } from './owner-and-privileges.js';
import { changeParameters, withParameters } from './storage-parameters.js';

/** ALTER VIEW gives a view away; GRANT knows only tables. */
const held = { acl: 'r', alter: 'VIEW', on: 'TABLE' } as const;

function define(verb: string, { name, attributes: { definition, options } }: CatalogObject): string {
  return `${verb} VIEW ${name}${withParameters(options)} AS ${String(definition)};`;
}

/** Whether the columns stay, and others come after them. */
function isReplaceable(from: CatalogObject, to: CatalogObject): boolean {
  const [was, is] = [from.order ?? [], to.order ?? []];
  return was.length > 0 && was.every((column, at) => column === is[at]);
}

export const view: Repair<'view'> = {
  kind: 'view',
  create: createHeld(held, (object) => [define('CREATE', object)]),
  drop: dropHeld(held, ({ name }) => `DROP VIEW ${name};`),
  alter: ({ from, to, attributes }) => {
    if (attributes.includes('definition')) {
      if (!isReplaceable(from, to)) return undefined;
      return [define('CREATE OR REPLACE', to), ...changeOwnership({ from, to }, held)];
    }
    return [
      ...changeParameters({
        statement: `ALTER VIEW ${to.name}`,
        from: from.attributes.options,
        to: to.attributes.options,
      }),
      ...changeOwnership({ from, to }, held),
    ];
  },
};
