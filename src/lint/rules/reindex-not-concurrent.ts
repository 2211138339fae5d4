import { concurrentlyInstead } from './remedies.js';
import { noHits, type Rule } from './rule.js';

export const reindexNotConcurrent: Rule = {
  id: 'reindex-not-concurrent',
  title: 'REINDEX without CONCURRENTLY',
  severity: { up: 'error', down: 'error' },
  sized: 'index build',
  why: 'REINDEX blocks writes to the table while it builds an index, and with an ACCESS EXCLUSIVE lock on the index also the queries that would use it.',
  instead: 'Use REINDEX CONCURRENTLY in a migration without a transaction.',
  remedy: {
    sql: 'REINDEX TABLE CONCURRENTLY users;',
    builder: "pgm.noTransaction();\npgm.sql('REINDEX TABLE CONCURRENTLY users');",
  },
  check: ({ action, schema, statement }) => {
    if (action.kind !== 'reindex' || action.concurrently) return noHits;
    const relation = action.relation ?? schema.tableOfIndex(action.index ?? '');
    const what = relation ?? action.index ?? 'all tables';
    const message = `REINDEX blocks writes to ${what} until the indexes are built`;
    const keyword = /\b(INDEX|TABLE|SCHEMA|DATABASE|SYSTEM)\b/i;
    const remedy = concurrentlyInstead(statement, { tag: 'ReindexStmt', keyword });
    return [{ relation, evidence: { kind: 'lock', mode: 'SHARE' }, message, remedy }];
  },
  bad: {
    up: { before: 'CREATE TABLE users (email text);', up: 'REINDEX TABLE users;' },
    down: { before: 'CREATE TABLE users (email text);', up: 'SELECT 1;', down: 'REINDEX TABLE users;' },
  },
  good: {
    up: {
      before: 'CREATE TABLE users (email text);',
      up: 'REINDEX TABLE CONCURRENTLY users;',
      transaction: 'none',
    },
    down: {
      before: 'CREATE TABLE users (email text);',
      up: 'SELECT 1;',
      down: 'REINDEX TABLE CONCURRENTLY users;',
      transaction: 'none',
    },
  },
};
