import { concurrentStatement } from './concurrently-in-transaction.js';
import { noHits, type Rule } from './rule.js';

export const downNotConcurrent: Rule = {
  id: 'down-not-concurrent',
  title: 'The up works concurrently, the down does not',
  severity: { up: 'off', down: 'warning' },
  why: 'The up takes care not to block anybody. The down of the same index or partition blocks reads and writes of the table.',
  instead: 'Use CONCURRENTLY in the down, too, with pgm.noTransaction().',
  remedy: {
    sql: 'DROP INDEX CONCURRENTLY users_email_idx;',
    builder: "pgm.noTransaction();\npgm.dropIndex('users', 'email', { concurrently: true });",
  },
  check: ({ action, step, schema }) => {
    if (!step.up?.actions.some((one) => concurrentStatement(one.action) !== undefined)) return noHits;
    const evidence = { kind: 'lock', mode: 'SHARE' } as const;
    if (action.kind === 'drop index' && !action.concurrently) {
      const message = `dropping ${action.name} blocks its table, although the up built it concurrently`;
      return [{ relation: schema.tableOfIndex(action.name), evidence, message }];
    }
    if (action.kind !== 'create index' || action.concurrently) return noHits;
    const { relation } = action;
    return [
      {
        relation,
        evidence,
        message: `building the index blocks ${relation}, although the up dropped it concurrently`,
      },
    ];
  },
  bad: {
    down: {
      before: 'CREATE TABLE users (email text);',
      up: 'CREATE INDEX CONCURRENTLY i ON users (email);',
      down: 'DROP INDEX i;',
      transaction: 'none',
    },
  },
  good: {
    down: {
      before: 'CREATE TABLE users (email text);',
      up: 'CREATE INDEX CONCURRENTLY i ON users (email);',
      down: 'DROP INDEX CONCURRENTLY i;',
      transaction: 'none',
    },
  },
};
