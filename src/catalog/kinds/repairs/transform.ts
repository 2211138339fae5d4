import { requiredText } from '../../model/attribute.js';
import type { CatalogObject } from '../../model/object.js';
import { objectRepair } from './object-repair.js';

export const transform = objectRepair({
  kind: 'transform',
  sql: 'TRANSFORM',
  create: (object) => [create(object, 'CREATE')],
  alter: ({ to }) => [create(to, 'CREATE OR REPLACE')],
});

function create(object: CatalogObject, verb: string): string {
  return `${verb} TRANSFORM ${object.name} (${requiredText(object, 'definition')});`;
}
