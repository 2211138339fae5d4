import type { CatalogObject } from '../../model/object.js';
import type { Repair } from '../../kind/repair.js';

function setTarget({ name, attributes }: CatalogObject): string {
  return `ALTER STATISTICS ${name} SET STATISTICS ${String(attributes.target ?? -1)};`;
}

function setOwner({ name, attributes }: CatalogObject): string {
  return `ALTER STATISTICS ${name} OWNER TO ${String(attributes.owner)};`;
}

export const statistics: Repair<'statistics'> = {
  kind: 'statistics',
  create: (object) => [
    `${String(object.attributes.definition)};`,
    setOwner(object),
    ...(object.attributes.target === undefined ? [] : [setTarget(object)]),
  ],
  drop: (object) => [`DROP STATISTICS ${object.name};`],
  alter: ({ to, attributes }) => {
    if (attributes.includes('definition')) return undefined;
    return [
      ...(attributes.includes('owner') ? [setOwner(to)] : []),
      ...(attributes.includes('target') ? [setTarget(to)] : []),
    ];
  },
};
