import { noHits, type Rule } from './rule.js';

export const unknownStatements: Rule = {
  id: 'unknown-statements',
  title: 'A migration whose statements are only known when it runs',
  severity: { up: 'warning', down: 'warning' },
  why: 'The code of the migration queries the database, or fails without one. Its statements depend on the answers, so that without a trace they cannot be checked.',
  instead: 'Lint with a trace, without --no-trace; the down of an up that fails cannot be traced.',
  checkStep: ({ unknown, direction }) =>
    unknown === undefined
      ? noHits
      : [{ evidence: { kind: 'unknown' }, message: `the ${direction} was not checked: ${unknown}` }],
  bad: {},
  good: { up: { up: 'SELECT 1;' }, down: { up: 'SELECT 1;', down: 'SELECT 1;' } },
};
