import { noHits, type Rule } from './rule.js';

export const downTransactionDiffers: Rule = {
  id: 'down-transaction-differs',
  title: 'The up runs without a transaction, the down in one',
  severity: { up: 'off', down: 'info' },
  why: 'Where the up needs pgm.noTransaction(), its inverse usually does. The reverse costs the safety of the transaction without need.',
  instead: 'Call pgm.noTransaction() in both directions or in none.',
  remedy: { sql: '-- pgm.noTransaction() in both directions', builder: 'pgm.noTransaction();' },
  checkStep: ({ direction, up, transaction, actions, unknown }) => {
    if (direction === 'up' || !up || actions.length === 0 || up.actions.length === 0) return noHits;
    if (unknown !== undefined || up.transaction === transaction) return noHits;
    const message =
      transaction === 'one'
        ? 'the up runs without a transaction, and the down in one'
        : 'the down runs without a transaction, and the up in one';
    return [{ evidence: { kind: 'text' }, message }];
  },
  bad: {},
  good: {
    down: {
      before: 'CREATE TABLE users (email text);',
      up: 'CREATE INDEX CONCURRENTLY i ON users (email);',
      down: 'DROP INDEX CONCURRENTLY i;',
      transaction: 'none',
    },
  },
};
