import { textOf } from '../../model/attribute.js';
import type { CatalogObject } from '../../model/object.js';
import { objectRepair } from './object-repair.js';

export const language = objectRepair({
  kind: 'language',
  sql: 'LANGUAGE',
  privileges: { acl: 'l' },
  create: (object) => [create(object, 'CREATE')],
  alter: ({ to }) => [create(to, 'CREATE OR REPLACE')],
});

function create(object: CatalogObject, verb: string): string {
  const trusted = textOf(object, 'trusted') === undefined ? '' : ' TRUSTED';
  const functions = ['handler', 'inline', 'validator'].map((name) => {
    const value = textOf(object, name);
    return value === undefined ? '' : ` ${name.toUpperCase()} ${value}`;
  });
  return `${verb}${trusted} LANGUAGE ${object.name}${functions.join('')};`;
}
