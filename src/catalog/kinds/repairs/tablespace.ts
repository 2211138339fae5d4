import { quoteLiteral } from '../../../database/quote.js';
import { listOf, requiredText } from '../../model/attribute.js';
import { objectRepair } from './object-repair.js';

export const tablespace = objectRepair({
  kind: 'tablespace',
  sql: 'TABLESPACE',
  privileges: { acl: 't' },
  create: (object) => {
    const options = listOf(object, 'options');
    const having = options.length === 0 ? '' : ` WITH (${options.join(', ')})`;
    return [
      `CREATE TABLESPACE ${object.name} LOCATION ${quoteLiteral(requiredText(object, 'location'))}${having};`,
    ];
  },
  alter: ({ from, to, attributes }) => {
    if (attributes.includes('location')) return undefined;
    const after = listOf(to, 'options');
    const names = new Set(after.map(nameOf));
    const removed = listOf(from, 'options')
      .map(nameOf)
      .filter((name) => !names.has(name));
    return [
      ...(after.length === 0 ? [] : [`ALTER TABLESPACE ${to.name} SET (${after.join(', ')});`]),
      ...(removed.length === 0 ? [] : [`ALTER TABLESPACE ${to.name} RESET (${removed.join(', ')});`]),
    ];
  },
});

function nameOf(option: string): string {
  return option.slice(0, option.indexOf('='));
}
