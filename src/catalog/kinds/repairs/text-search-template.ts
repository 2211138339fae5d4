import { requiredText } from '../../model/attribute.js';
import { objectRepair } from './object-repair.js';

export const textSearchTemplate = objectRepair({
  kind: 'text search template',
  sql: 'TEXT SEARCH TEMPLATE',
  create: (object) => [`CREATE TEXT SEARCH TEMPLATE ${object.name} (${requiredText(object, 'definition')});`],
});
