import { requiredText } from '../../model/attribute.js';
import { objectRepair } from './object-repair.js';

export const textSearchParser = objectRepair({
  kind: 'text search parser',
  sql: 'TEXT SEARCH PARSER',
  create: (object) => [`CREATE TEXT SEARCH PARSER ${object.name} (${requiredText(object, 'definition')});`],
});
