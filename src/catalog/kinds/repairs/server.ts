import { quoteLiteral } from '../../../database/quote.js';
import { listOf, requiredText, textOf } from '../../model/attribute.js';
import type { CatalogObject } from '../../model/object.js';
import { alterOptions, createOptions, secretIsGone } from './foreign-options.js';
import { cannot } from '../../kind/repair.js';
import { objectRepair } from './object-repair.js';

export const server = objectRepair({
  kind: 'server',
  sql: 'SERVER',
  privileges: { acl: 'S', sql: 'FOREIGN SERVER' },
  create: (object) => {
    const options = createOptions(listOf(object, 'options'));
    if (options === undefined) return cannot(secretIsGone);
    const wrapper = requiredText(object, 'wrapper');
    return [
      `CREATE SERVER ${object.name}${text(object, 'type')}${text(object, 'version')} FOREIGN DATA WRAPPER ${wrapper}${options};`,
    ];
  },
  alter: ({ from, to, attributes }) => {
    if (attributes.some((name) => name !== 'options' && name !== 'version')) return undefined;
    if (textOf(from, 'version') !== undefined && textOf(to, 'version') === undefined) return undefined;
    const options = alterOptions(listOf(from, 'options'), listOf(to, 'options'));
    return options === undefined
      ? cannot(secretIsGone)
      : [`ALTER SERVER ${to.name}${text(to, 'version')}${options};`];
  },
});

function text(object: CatalogObject, name: 'type' | 'version'): string {
  const value = textOf(object, name);
  return value === undefined ? '' : ` ${name.toUpperCase()} ${quoteLiteral(value)}`;
}
