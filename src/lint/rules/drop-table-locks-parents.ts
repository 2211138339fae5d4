import { expectedLocks } from '../expected/locks.js';
import { noHits, type Rule } from './rule.js';

export const dropTableLocksParents: Rule = {
  id: 'drop-table-locks-parents',
  title: 'Dropping a table locks the tables that it refers to',
  severity: { up: 'warning', down: 'off' },
  why: 'Foreign keys have triggers on both tables. DROP TABLE removes them, and takes an ACCESS EXCLUSIVE lock on every table that the dropped one refers to.',
  instead:
    'Drop the foreign keys first, each in a migration of its own, so that only one table is locked at a time, and for a moment.',
  remedy: {
    sql: 'ALTER TABLE posts DROP CONSTRAINT posts_user_fk;\n-- in the next migration:\nDROP TABLE posts;',
    builder:
      "pgm.dropConstraint('posts', 'posts_user_fk');\n// in the next migration:\npgm.dropTable('posts');",
  },
  check: ({ action, schema }) => {
    if (action.kind !== 'drop relation') return noHits;
    const evidence = { kind: 'lock', mode: 'ACCESS EXCLUSIVE' } as const;
    return expectedLocks(action, schema)
      .filter(({ relation }) => relation !== action.relation)
      .map(({ relation }) => ({
        relation,
        evidence,
        message: `dropping ${action.relation} blocks ${relation}, too`,
      }));
  },
  bad: {
    up: {
      before: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE posts (user_id int REFERENCES users);',
      up: 'DROP TABLE posts;',
    },
  },
  good: { up: { before: 'CREATE TABLE posts (user_id int);', up: 'DROP TABLE posts;' } },
};
