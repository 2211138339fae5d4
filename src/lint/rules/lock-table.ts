import type { Rule } from './rule.js';
import { lockModes } from '../../database/lock-modes.js';

export const lockTable: Rule = {
  id: 'lock-table',
  title: 'LOCK TABLE in a strong mode',
  severity: { up: 'warning', down: 'warning' },
  why: 'The lock is held until the transaction ends. All statements that conflict with it wait, and from EXCLUSIVE on only plain reads continue.',
  instead: 'Let the statements take their own locks, or lock as late and as weakly as the migration allows.',
  check: ({ action }) => {
    if (action.kind !== 'lock table') return [];
    const mode = lockModes[action.mode - 1] ?? 'ACCESS EXCLUSIVE';
    if (lockModes.indexOf(mode) < lockModes.indexOf('SHARE')) return [];
    return action.relations.map((relation) => ({
      relation,
      evidence: { kind: 'lock', mode },
      message: `${relation} is locked in mode ${mode} until the transaction ends`,
    }));
  },
  bad: {
    up: { before: 'CREATE TABLE users (id int);', up: 'LOCK TABLE users;' },
    down: {
      before: 'CREATE TABLE users (id int);',
      up: 'SELECT 1;',
      down: 'LOCK TABLE users IN SHARE MODE;',
    },
  },
  good: {
    up: { before: 'CREATE TABLE users (id int);', up: 'LOCK TABLE users IN ROW EXCLUSIVE MODE;' },
    down: { up: 'CREATE TABLE users (id int);', down: 'LOCK TABLE users; DROP TABLE users;' },
  },
};
