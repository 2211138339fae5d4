import { requiredText } from '../../model/attribute.js';
import { objectRepair } from './object-repair.js';

export const conversion = objectRepair({
  kind: 'conversion',
  sql: 'CONVERSION',
  create: (object) => [`CREATE ${requiredText(object, 'definition')};`],
});
