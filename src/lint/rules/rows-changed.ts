import { heldLockBefore } from './held-locks.js';
import { noHits, type Rule } from './rule.js';

export const rowsChanged: Rule = {
  id: 'rows-changed',
  title: 'Many rows may change in the transaction of the migration',
  severity: { up: 'info', down: 'info' },
  sized: 'rows',
  why: 'The number of rows is not limited. In one transaction all of them stay locked until it commits, and VACUUM cannot remove any dead row meanwhile.',
  instead: 'Change a large table in batches, each in a transaction of its own, outside of the migration.',
  checkStep: (step) =>
    step.transaction === 'none'
      ? noHits
      : step.actions.flatMap(({ action, statement, work }, place) => {
          if (action.kind !== 'change rows' || action.where !== 'condition') return [];
          const changed = work.find(({ kind }) => kind === 'row changes');
          if (!changed || heldLockBefore(step, place)) return [];
          const message = `the ${action.verb} may change many rows of ${changed.relation} in one transaction`;
          return [{ relation: changed.relation, evidence: { kind: 'text' }, message, statement }] as const;
        }),
  bad: {
    up: { before: 'CREATE TABLE users (a int);', up: 'UPDATE users SET a = 0 WHERE a IS NULL;' },
    down: { before: 'CREATE TABLE users (a int);', up: 'SELECT 1;', down: 'DELETE FROM users WHERE a > 0;' },
  },
  good: {
    up: {
      before: 'CREATE TABLE users (id int, a int);',
      up: 'UPDATE users SET a = 0 WHERE id BETWEEN 1 AND 1000;',
    },
    down: {
      before: 'CREATE TABLE users (id int);',
      up: 'SELECT 1;',
      down: 'DELETE FROM users WHERE id = 1;',
    },
  },
};
