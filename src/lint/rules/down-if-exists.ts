import { noHits, type Rule } from './rule.js';

export const downIfExists: Rule = {
  id: 'down-if-exists',
  title: 'IF EXISTS in a down hides that it does nothing',
  severity: { up: 'off', down: 'info' },
  why: 'In a transaction, the objects of the up are there. With IF EXISTS, a down with a wrong name succeeds and leaves them.',
  instead: 'Leave out IF EXISTS where the down runs in a transaction.',
  check: ({ action, step }) => {
    if (step.direction === 'up' || step.transaction === 'none') return noHits;
    const change = action.kind === 'alter table' ? action.change : action;
    if (!('ifExists' in change) || !change.ifExists) return noHits;
    return [{ evidence: { kind: 'text' }, message: 'IF EXISTS hides it when the object is not there' }];
  },
  bad: { down: { up: 'CREATE TABLE a (b int);', down: 'DROP TABLE IF EXISTS a;' } },
  good: { down: { up: 'CREATE TABLE a (b int);', down: 'DROP TABLE a;' } },
};
