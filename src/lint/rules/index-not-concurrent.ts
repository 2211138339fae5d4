import { concurrentlyInstead } from './remedies.js';
import { noHits, type Rule } from './rule.js';

export const indexNotConcurrent: Rule = {
  id: 'index-not-concurrent',
  title: 'An index is built while writes are blocked',
  severity: { up: 'error', down: 'error' },
  sized: 'index build',
  why: 'CREATE INDEX holds a SHARE lock on the table until the index is built, and in a transaction until it commits. All writes to the table wait.',
  instead: 'Build the index concurrently, in a migration without a transaction.',
  remedy: {
    sql: 'CREATE INDEX CONCURRENTLY users_email_idx ON users (email);',
    builder: "pgm.noTransaction();\npgm.createIndex('users', 'email', { concurrently: true });",
  },
  check: ({ action, schema, statement }) => {
    if (action.kind !== 'create index' || action.concurrently) return noHits;
    const { relation, index } = action;
    // Other rules: a partitioned table has no concurrent build.
    if (schema.table(relation)?.kind === 'partitioned table') return noHits;
    const name = index.name ?? 'an index';
    const message = `building ${name} blocks writes to ${relation} until it is done`;
    const remedy = concurrentlyInstead(statement, { tag: 'IndexStmt', keyword: /\bINDEX\b/i });
    return [{ relation, evidence: { kind: 'lock', mode: 'SHARE' }, message, remedy }];
  },
  bad: {
    up: { before: 'CREATE TABLE users (email text);', up: 'CREATE INDEX users_email_idx ON users (email);' },
    down: {
      before: 'CREATE TABLE users (email text); CREATE INDEX users_email_idx ON users (email);',
      up: 'DROP INDEX users_email_idx;',
      down: 'CREATE INDEX users_email_idx ON users (email);',
    },
  },
  good: {
    up: {
      before: 'CREATE TABLE users (email text);',
      up: 'CREATE INDEX CONCURRENTLY users_email_idx ON users (email);',
      transaction: 'none',
    },
    down: {
      before: 'CREATE TABLE users (email text); CREATE INDEX users_email_idx ON users (email);',
      up: 'DROP INDEX CONCURRENTLY users_email_idx;',
      down: 'CREATE INDEX CONCURRENTLY users_email_idx ON users (email);',
      transaction: 'none',
    },
  },
};
