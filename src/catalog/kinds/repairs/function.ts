import type { CatalogObject } from '../../model/object.js';
import { objectRepair } from './object-repair.js';
import { alterRoutine, createRoutine, hasSameSignature } from './routine.js';

const target = ({ name }: CatalogObject) => `FUNCTION ${name}`;

export const functionRepair = objectRepair({
  kind: 'function',
  sql: 'FUNCTION',
  privileges: { acl: 'f' },
  create: createRoutine(target),
  alter: alterRoutine({ target, isReplaceable: hasSameSignature }),
});
