import type { Action } from '../actions/action.js';
import { changeOf } from './changes.js';
import { noHits, type Rule } from './rule.js';

/** Statements with CONCURRENTLY that PostgreSQL refuses in a transaction block; REFRESH is not one of them. */
export function concurrentStatement(action: Action): string | undefined {
  if (action.kind === 'alter table')
    return changeOf(action, 'detach partition')?.concurrently ? 'DETACH PARTITION CONCURRENTLY' : undefined;
  if (!('concurrently' in action) || !action.concurrently || action.kind === 'refresh') return undefined;
  return `${action.kind.toUpperCase()} CONCURRENTLY`;
}

export const concurrentlyInTransaction: Rule = {
  id: 'concurrently-in-transaction',
  title: 'CONCURRENTLY in a transaction',
  severity: { up: 'error', down: 'error' },
  why: 'PostgreSQL refuses CREATE INDEX, DROP INDEX, REINDEX and DETACH PARTITION with CONCURRENTLY in a transaction block (SQLSTATE 25001). A migration runs in one unless it says otherwise.',
  instead: 'Call pgm.noTransaction(), and leave other changes to another migration.',
  remedy: {
    sql: '-- in a migration file of TypeScript or JavaScript: pgm.noTransaction()',
    builder: 'pgm.noTransaction();',
  },
  check: ({ action, step }) => {
    const what = concurrentStatement(action);
    if (what === undefined || step.transaction === 'none') return noHits;
    return [{ evidence: { kind: 'text' }, message: `${what} fails in a transaction` }];
  },
  bad: {
    up: { before: 'CREATE TABLE users (email text);', up: 'CREATE INDEX CONCURRENTLY i ON users (email);' },
    down: {
      before: 'CREATE TABLE users (email text);',
      up: 'CREATE INDEX i ON users (email);',
      down: 'DROP INDEX CONCURRENTLY i;',
    },
  },
  good: {
    up: {
      before: 'CREATE TABLE users (email text);',
      up: 'CREATE INDEX CONCURRENTLY i ON users (email);',
      transaction: 'none',
    },
    down: {
      before: 'CREATE TABLE users (email text);',
      up: 'CREATE INDEX CONCURRENTLY i ON users (email);',
      down: 'DROP INDEX CONCURRENTLY i;',
      transaction: 'none',
    },
  },
};
