import { listOf, textOf } from '../../model/attribute.js';
import type { CatalogObject } from '../../model/object.js';
import { alterOptions, createOptions, secretIsGone } from './foreign-options.js';
import { cannot } from '../../kind/repair.js';
import { objectRepair } from './object-repair.js';

export const foreignDataWrapper = objectRepair({
  kind: 'foreign-data wrapper',
  sql: 'FOREIGN DATA WRAPPER',
  privileges: { acl: 'F' },
  create: (object) => {
    const options = createOptions(listOf(object, 'options'));
    if (options === undefined) return cannot(secretIsGone);
    return [`CREATE FOREIGN DATA WRAPPER ${object.name}${functions(object)}${options};`];
  },
  alter: ({ from, to }) => {
    const options = alterOptions(listOf(from, 'options'), listOf(to, 'options'));
    if (options === undefined) return cannot(secretIsGone);
    return [`ALTER FOREIGN DATA WRAPPER ${to.name}${functions(to)}${options};`];
  },
});

function functions(object: CatalogObject): string {
  const handler = textOf(object, 'handler');
  const validator = textOf(object, 'validator');
  return `${clause('HANDLER', handler)}${clause('VALIDATOR', validator)}`;
}

function clause(keyword: string, name: string | undefined): string {
  return name === undefined ? ` NO ${keyword}` : ` ${keyword} ${name}`;
}
