import { noHits, type Rule } from './rule.js';

export const withoutIfExists: Rule = {
  id: 'without-if-exists',
  title: 'A statement that cannot be run again',
  severity: { up: 'off', down: 'off' },
  why: 'A migration without a transaction that fails half-way is run again from its first statement, or by hand. Without IF EXISTS and IF NOT EXISTS, the statements that have run fail then.',
  instead: 'Add IF NOT EXISTS or IF EXISTS to the statements of a migration without a transaction.',
  check: ({ action, step }) => {
    if (step.transaction === 'one') return noHits;
    const lacks =
      ('ifNotExists' in action && !action.ifNotExists) || ('ifExists' in action && !action.ifExists);
    if (!lacks) return noHits;
    return [{ evidence: { kind: 'text' }, message: `the ${action.kind} fails when it is run again` }];
  },
  bad: { up: { up: 'CREATE TABLE a (b int);', transaction: 'none' } },
  good: { up: { up: 'CREATE TABLE IF NOT EXISTS a (b int);', transaction: 'none' } },
};
