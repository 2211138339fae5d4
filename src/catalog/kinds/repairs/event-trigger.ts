import { quoteLiteral } from '../../../database/quote.js';
import { listOf, requiredText, textOf } from '../../model/attribute.js';
import type { CatalogObject } from '../../model/object.js';
import { objectRepair } from './object-repair.js';

export const eventTrigger = objectRepair({
  kind: 'event trigger',
  sql: 'EVENT TRIGGER',
  create: (object) => [
    `CREATE EVENT TRIGGER ${object.name} ON ${requiredText(object, 'event')}${filter(object)} EXECUTE FUNCTION ${requiredText(object, 'function')}();`,
    ...(textOf(object, 'enabled') === undefined ? [] : enable(object)),
  ],
  alter: ({ to, attributes }) => (attributes.join() === 'enabled' ? enable(to) : undefined),
});

function filter(object: CatalogObject): string {
  const tags = listOf(object, 'tags');
  return tags.length === 0 ? '' : ` WHEN TAG IN (${tags.map(quoteLiteral).join(', ')})`;
}

const states = new Map([
  ['disabled', 'DISABLE'],
  ['replica', 'ENABLE REPLICA'],
  ['always', 'ENABLE ALWAYS'],
]);

function enable(object: CatalogObject): readonly string[] {
  const state = states.get(textOf(object, 'enabled') ?? '') ?? 'ENABLE';
  return [`ALTER EVENT TRIGGER ${object.name} ${state};`];
}
