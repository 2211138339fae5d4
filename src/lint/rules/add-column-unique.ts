import { constraintOfAddedColumn } from './changes.js';
import { noHits, type Rule } from './rule.js';

export const addColumnUnique: Rule = {
  id: 'add-column-unique',
  title: 'A new UNIQUE column builds an index under an exclusive lock',
  severity: { up: 'warning', down: 'warning' },
  sized: 'index build',
  why: 'UNIQUE in ADD COLUMN builds an index of all rows while an ACCESS EXCLUSIVE lock blocks the table.',
  instead:
    'Add the column alone, build a unique index concurrently, and make it a constraint with USING INDEX.',
  remedy: {
    sql: 'ALTER TABLE users ADD COLUMN token text;\n-- in the next migration, without a transaction:\nCREATE UNIQUE INDEX CONCURRENTLY users_token_key ON users (token);',
    builder:
      "pgm.addColumn('users', { token: { type: 'text' } });\n// in the next migration, after pgm.noTransaction():\npgm.createIndex('users', 'token', { unique: true, concurrently: true });",
  },
  check: ({ action }) => {
    const added = constraintOfAddedColumn(action, ({ kind }) => kind === 'unique');
    if (!added) return noHits;
    const { relation, column, constraint } = added;
    const message = `adding ${column.name} builds an index of all rows of ${relation} while it is blocked`;
    return [
      {
        relation,
        evidence: { kind: 'lock', mode: 'ACCESS EXCLUSIVE' },
        message,
        location: constraint.location,
      },
    ];
  },
  bad: {
    up: {
      before: 'CREATE TABLE posts (id int, extra int);',
      up: 'ALTER TABLE posts ADD COLUMN extra int UNIQUE;',
    },
    down: {
      before: 'CREATE TABLE posts (id int, extra int);',
      up: 'ALTER TABLE posts DROP COLUMN extra;',
      down: 'ALTER TABLE posts ADD COLUMN extra int UNIQUE;',
    },
  },
  good: {
    up: { before: 'CREATE TABLE posts (id int, extra int);', up: 'ALTER TABLE posts ADD COLUMN a int;' },
    down: {
      before: 'CREATE TABLE posts (id int, extra int);',
      up: 'ALTER TABLE posts ADD COLUMN a int;',
      down: 'ALTER TABLE posts DROP COLUMN a;',
    },
  },
};
