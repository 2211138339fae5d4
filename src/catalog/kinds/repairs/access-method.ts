import { requiredText } from '../../model/attribute.js';
import { objectRepair } from './object-repair.js';

export const accessMethod = objectRepair({
  kind: 'access method',
  sql: 'ACCESS METHOD',
  create: (object) => [
    `CREATE ACCESS METHOD ${object.name} TYPE ${requiredText(object, 'type').toUpperCase()} HANDLER ${requiredText(object, 'handler')};`,
  ],
});
