import { constraintOfAddedColumn } from './changes.js';
import { noHits, type Rule } from './rule.js';

export const addColumnCheck: Rule = {
  id: 'add-column-check',
  title: 'A new column with a CHECK constraint reads all rows',
  severity: { up: 'warning', down: 'warning' },
  why: 'A CHECK constraint in ADD COLUMN is checked for every row, though the new column is NULL in all of them, while an ACCESS EXCLUSIVE lock blocks the table.',
  instead: 'Add the column alone, then the constraint NOT VALID, and validate it in another migration.',
  remedy: {
    sql: 'ALTER TABLE users ADD COLUMN age int;\nALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age >= 0) NOT VALID;\n-- in the next migration:\nALTER TABLE users VALIDATE CONSTRAINT users_age_check;',
    builder:
      "pgm.addColumn('users', { age: { type: 'int' } });\npgm.sql('ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age >= 0) NOT VALID');\n// in the next migration:\npgm.sql('ALTER TABLE users VALIDATE CONSTRAINT users_age_check');",
  },
  check: ({ action }) => {
    const added = constraintOfAddedColumn(
      action,
      ({ kind, validation }) => kind === 'check' && validation === 'checked',
    );
    if (!added) return noHits;
    const { relation, column, constraint } = added;
    const message = `the check of ${column.name} reads all rows of ${relation} while it is blocked`;
    return [{ relation, evidence: { kind: 'scan' }, message, location: constraint.location }];
  },
  bad: {
    up: {
      before: 'CREATE TABLE posts (id int, extra int);',
      up: 'ALTER TABLE posts ADD COLUMN extra int CHECK (extra > 0);',
    },
    down: {
      before: 'CREATE TABLE posts (id int, extra int);',
      up: 'ALTER TABLE posts DROP COLUMN extra;',
      down: 'ALTER TABLE posts ADD COLUMN extra int CHECK (extra > 0);',
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
