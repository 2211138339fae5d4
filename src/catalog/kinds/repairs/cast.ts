import { requiredText } from '../../model/attribute.js';
import { objectRepair } from './object-repair.js';

export const cast = objectRepair({
  kind: 'cast',
  sql: 'CAST',
  create: (object) => [`CREATE CAST ${object.name} ${requiredText(object, 'definition')};`],
});
