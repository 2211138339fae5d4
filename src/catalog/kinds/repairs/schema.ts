import type { Repair } from '../../kind/repair.js';
import { changeOwnership, createHeld, dropHeld } from './owner-and-privileges.js';

const held = { acl: 'n', alter: 'SCHEMA' } as const;

export const schema: Repair<'schema'> = {
  kind: 'schema',
  create: createHeld(held, ({ name }) => [`CREATE SCHEMA ${name};`]),
  drop: dropHeld(held, ({ name }) => `DROP SCHEMA ${name};`),
  alter: (change) => changeOwnership(change, held),
};
