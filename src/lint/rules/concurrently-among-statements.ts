import { concurrentStatement } from './concurrently-in-transaction.js';
import { noHits, type Rule } from './rule.js';

export const concurrentlyAmongStatements: Rule = {
  id: 'concurrently-among-statements',
  title: 'CONCURRENTLY in a text of several statements',
  severity: { up: 'error', down: 'error' },
  why: 'Several statements in one pgm.sql() are sent together, and PostgreSQL runs them in one implicit transaction. CONCURRENTLY fails there (SQLSTATE 25001), with pgm.noTransaction(), too.',
  instead: 'Send each statement by a call of its own.',
  remedy: {
    sql: "pgm.sql('CREATE INDEX CONCURRENTLY …');\npgm.sql('…');",
    builder: "pgm.sql('CREATE INDEX CONCURRENTLY …');\npgm.sql('…');",
  },
  check: ({ action, statement, step }) => {
    const what = concurrentStatement(action);
    if (what === undefined || statement.ofText === 1 || step.transaction === 'one') return noHits;
    return [
      {
        evidence: { kind: 'text' },
        message: `${what} fails, since ${statement.ofText} statements are sent together`,
      },
    ];
  },
  bad: {
    up: {
      before: 'CREATE TABLE users (email text);',
      up: "SET statement_timeout = '1h'; CREATE INDEX CONCURRENTLY i ON users (email);",
      transaction: 'none',
    },
    down: {
      before: 'CREATE TABLE users (email text);',
      up: 'CREATE INDEX CONCURRENTLY i ON users (email);',
      down: 'DROP INDEX CONCURRENTLY i; SELECT 1;',
      transaction: 'none',
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
