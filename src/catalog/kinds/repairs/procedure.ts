import type { CatalogObject } from '../../model/object.js';
import { objectRepair } from './object-repair.js';
import { alterRoutine, createRoutine, hasSameSignature } from './routine.js';

const target = ({ name }: CatalogObject) => `PROCEDURE ${name}`;

export const procedure = objectRepair({
  kind: 'procedure',
  sql: 'PROCEDURE',
  privileges: { acl: 'f' },
  create: createRoutine(target),
  alter: alterRoutine({ target, isReplaceable: hasSameSignature }),
});
