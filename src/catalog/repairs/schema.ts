import type { Repair } from '../repair.js';
import { changeHolding, giveAway, isForeignPart, isPart } from './owner-and-privileges.js';

const held = { acl: 'n', alter: 'SCHEMA' } as const;

export const schema: Repair<'schema'> = {
  kind: 'schema',
  create: (object) => [`CREATE SCHEMA ${object.name};`, ...giveAway(object, held)],
  drop: (object) => (isForeignPart(object) ? isPart : [`DROP SCHEMA ${object.name};`]),
  alter: (change) => changeHolding(change, held),
};
