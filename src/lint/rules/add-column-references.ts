import { constraintOfAddedColumn } from './changes.js';
import { noHits, type Rule } from './rule.js';

export const addColumnReferences: Rule = {
  id: 'add-column-references',
  title: 'A new column with a foreign key locks two tables',
  severity: { up: 'warning', down: 'warning' },
  why: 'ADD COLUMN … REFERENCES holds an ACCESS EXCLUSIVE lock on the table while it waits for a SHARE ROW EXCLUSIVE lock on the table that it refers to, which blocks writes there.',
  instead: 'Add the column alone, then the foreign key NOT VALID, and validate it in another migration.',
  remedy: {
    sql: 'ALTER TABLE posts ADD COLUMN user_id bigint;\n-- in the next migration:\nALTER TABLE posts ADD CONSTRAINT posts_user_fk FOREIGN KEY (user_id) REFERENCES users NOT VALID;',
    builder:
      "pgm.addColumn('posts', { user_id: { type: 'bigint' } });\n// in the next migration:\npgm.sql('ALTER TABLE posts ADD CONSTRAINT posts_user_fk FOREIGN KEY (user_id) REFERENCES users NOT VALID');",
  },
  check: ({ action }) => {
    const added = constraintOfAddedColumn(action, ({ kind }) => kind === 'foreign key');
    if (!added) return noHits;
    const { relation, column, constraint } = added;
    const message = `adding ${column.name} locks ${relation} and ${constraint.reference?.relation ?? 'the other table'} together`;
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
      before: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE posts (id int, extra int);',
      up: 'ALTER TABLE posts ADD COLUMN extra int REFERENCES users;',
    },
    down: {
      before: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE posts (id int, extra int);',
      up: 'ALTER TABLE posts DROP COLUMN extra;',
      down: 'ALTER TABLE posts ADD COLUMN extra int REFERENCES users;',
    },
  },
  good: {
    up: {
      before: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE posts (id int, extra int);',
      up: 'ALTER TABLE posts ADD COLUMN a int;',
    },
    down: {
      before: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE posts (id int, extra int);',
      up: 'ALTER TABLE posts ADD COLUMN a int;',
      down: 'ALTER TABLE posts DROP COLUMN a;',
    },
  },
};
