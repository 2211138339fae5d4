import { listOf, requiredText } from '../../model/attribute.js';
import type { CatalogObject } from '../../model/object.js';
import { alterOptions, createOptions, secretIsGone } from './foreign-options.js';
import { cannot } from '../../kind/repair.js';
import { objectRepair } from './object-repair.js';

const reference = (object: CatalogObject) =>
  `FOR ${requiredText(object, 'user')} SERVER ${requiredText(object, 'server')}`;

export const userMapping = objectRepair({
  kind: 'user mapping',
  sql: 'USER MAPPING',
  reference,
  create: (object) => {
    const options = createOptions(listOf(object, 'options'));
    return options === undefined
      ? cannot(secretIsGone)
      : [`CREATE USER MAPPING ${reference(object)}${options};`];
  },
  alter: ({ from, to }) => {
    const options = alterOptions(listOf(from, 'options'), listOf(to, 'options'));
    return options === undefined ? cannot(secretIsGone) : [`ALTER USER MAPPING ${reference(to)}${options};`];
  },
});
