import { noHits, type Rule } from './rule.js';

export const transactionControl: Rule = {
  id: 'transaction-control',
  title: 'BEGIN, COMMIT or ROLLBACK in a migration',
  severity: { up: 'error', down: 'error' },
  why: 'The migration already runs in a transaction together with its record in the migrations table. COMMIT ends it half-way: what follows is not undone if it fails, and the record may be missing.',
  instead: 'Leave them out. Call pgm.noTransaction() where a migration needs several transactions.',
  remedy: { sql: '-- without BEGIN and COMMIT', builder: 'pgm.noTransaction();' },
  check: ({ action, step }) => {
    if (action.kind !== 'transaction' || action.verb === 'other' || step.transaction === 'none')
      return noHits;
    const word = action.verb.toUpperCase();
    const effect = action.verb === 'begin' ? 'has no effect in' : 'ends';
    return [{ evidence: { kind: 'text' }, message: `${word} ${effect} the transaction of the migration` }];
  },
  checkStep: ({ actions, transaction, statements }) => {
    if (transaction === 'one') return noHits;
    const controls = actions.filter(({ action }) => action.kind === 'transaction' && action.verb !== 'other');
    const last = controls.at(-1);
    if (last?.action.kind !== 'transaction' || last.action.verb !== 'begin') return noHits;
    const message = 'the transaction that BEGIN opens is never committed';
    return [{ evidence: { kind: 'text' }, message, statement: statements[last.statement.index] }];
  },
  bad: {
    up: { up: 'BEGIN; CREATE TABLE users (id int); COMMIT;' },
    down: { up: 'SELECT 1;', down: 'BEGIN; SELECT 1;', transaction: 'none' },
  },
  good: {
    up: { up: 'BEGIN; CREATE TABLE users (id int); COMMIT;', transaction: 'none' },
    down: { up: 'SELECT 1;', down: 'SAVEPOINT a; SELECT 1; RELEASE SAVEPOINT a;' },
  },
};
