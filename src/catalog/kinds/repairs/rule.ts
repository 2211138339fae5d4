import type { CatalogObject } from '../../model/object.js';
import type { Repair } from '../../kind/repair.js';
import { enableWords } from './enabled-state.js';
import { nameOnRelation, parentName } from '../../model/relation-name.js';

function enable(object: CatalogObject): string {
  const words = enableWords(object.attributes.enabled);
  return `ALTER TABLE ${parentName(object)} ${words} RULE ${nameOnRelation(object)};`;
}

export const rule: Repair<'rule'> = {
  kind: 'rule',
  create: (object) => [
    `${String(object.attributes.definition)};`,
    ...(object.attributes.enabled === undefined ? [] : [enable(object)]),
  ],
  drop: (object) => [`DROP RULE ${object.name};`],
  alter: ({ to, attributes }) => (attributes.includes('definition') ? undefined : [enable(to)]),
};
