import { concurrentlyInstead } from './remedies.js';
import { noHits, type Rule } from './rule.js';

export const dropIndexNotConcurrent: Rule = {
  id: 'drop-index-not-concurrent',
  title: 'An index is dropped under a lock that blocks reads',
  severity: { up: 'warning', down: 'warning' },
  why: 'DROP INDEX takes an ACCESS EXCLUSIVE lock on the table. It waits for every running query on the table, and all queries that come later wait behind it.',
  instead: 'Drop the index concurrently, in a migration without a transaction.',
  remedy: {
    sql: 'DROP INDEX CONCURRENTLY users_email_idx;',
    builder: "pgm.noTransaction();\npgm.dropIndex('users', 'email', { concurrently: true });",
  },
  check: ({ action, schema, step, statement }) => {
    if (action.kind !== 'drop index' || action.concurrently) return noHits;
    const relation = schema.tableOfIndex(action.name);
    if (relation !== undefined && schema.table(relation)?.kind === 'partitioned table') return noHits;
    // down-not-concurrent reports it.
    if (step.up && builtConcurrently(step.up.actions, action.name)) return noHits;
    const of = relation ?? 'its table';
    const message = `dropping ${action.name} waits for all queries on ${of}, and later queries wait behind it`;
    const remedy = concurrentlyInstead(statement, { tag: 'DropStmt', keyword: /\bINDEX\b/i });
    return [{ relation, evidence: { kind: 'lock', mode: 'ACCESS EXCLUSIVE' }, message, remedy }];
  },
  bad: {
    up: {
      before: 'CREATE TABLE users (email text); CREATE INDEX users_email_idx ON users (email);',
      up: 'DROP INDEX users_email_idx;',
    },
    down: {
      before: 'CREATE TABLE users (email text);',
      up: 'CREATE INDEX users_email_idx ON users (email);',
      down: 'DROP INDEX users_email_idx;',
    },
  },
  good: {
    up: {
      before: 'CREATE TABLE users (email text); CREATE INDEX users_email_idx ON users (email);',
      up: 'DROP INDEX CONCURRENTLY users_email_idx;',
      transaction: 'none',
    },
    down: {
      up: 'CREATE TABLE users (email text); CREATE INDEX users_email_idx ON users (email);',
      down: 'DROP INDEX users_email_idx; DROP TABLE users;',
    },
  },
};

function builtConcurrently(
  actions: readonly { readonly action: Parameters<NonNullable<Rule['check']>>[0]['action'] }[],
  name: string,
): boolean {
  return actions.some(
    ({ action }) => action.kind === 'create index' && action.concurrently && action.index.name === name,
  );
}
