import { noHits, type Rule } from './rule.js';

export const setLocalOutsideTransaction: Rule = {
  id: 'set-local-outside-transaction',
  title: 'SET LOCAL without a transaction',
  severity: { up: 'warning', down: 'warning' },
  why: 'Outside of a transaction SET LOCAL has no effect: PostgreSQL gives a warning (25P01) only. A lock_timeout that is set so does not apply.',
  instead: 'Use SET, and RESET at the end, in a migration without a transaction.',
  remedy: { sql: "SET lock_timeout = '2s';", builder: `pgm.sql("SET lock_timeout = '2s'");` },
  check: ({ action, statement, step }) => {
    if (action.kind !== 'set' || !action.local || step.transaction === 'one') return noHits;
    // Statements of one text are in one implicit transaction, and a block may have been opened.
    if (statement.ofText > 1 || isInBlock(step.actions)) return noHits;
    return [{ evidence: { kind: 'text' }, message: `SET LOCAL ${action.name} has no effect here` }];
  },
  bad: {
    up: { up: "SET LOCAL lock_timeout = '2s';", transaction: 'none' },
    down: { up: 'SELECT 1;', down: "SET LOCAL lock_timeout = '2s';", transaction: 'none' },
  },
  good: {
    up: { up: "SET LOCAL lock_timeout = '2s';" },
    down: { up: 'SELECT 1;', down: "SET lock_timeout = '2s';", transaction: 'none' },
  },
};

function isInBlock(actions: Parameters<NonNullable<Rule['check']>>[0]['step']['actions']): boolean {
  const last = actions.findLast(({ action }) => action.kind === 'transaction')?.action;
  return last?.kind === 'transaction' && last.verb === 'begin';
}
