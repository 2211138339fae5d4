import { changeOf } from './changes.js';
import { noHits, type Rule } from './rule.js';

export const foreignKeyLocksParent: Rule = {
  id: 'foreign-key-locks-parent',
  title: 'A foreign key blocks writes to the table that it refers to',
  severity: { up: 'info', down: 'info' },
  why: 'ADD FOREIGN KEY takes a SHARE ROW EXCLUSIVE lock on the other table, too, and holds it while the rows are checked. That table is often the busier one.',
  instead: 'Add the constraint NOT VALID, so that the lock is held for a moment only.',
  check: ({ action }) => {
    const added = changeOf(action, 'add constraint');
    const { kind, validation, reference, location } = added?.constraint ?? {};
    if (!added || kind !== 'foreign key' || validation !== 'checked' || !reference) return noHits;
    const { relation } = reference;
    const message = `writes to ${relation} wait while the rows of ${added.relation} are checked`;
    return [{ relation, evidence: { kind: 'lock', mode: 'SHARE ROW EXCLUSIVE' }, message, location }];
  },
  bad: {
    up: {
      before: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE posts (user_id int);',
      up: 'ALTER TABLE posts ADD FOREIGN KEY (user_id) REFERENCES users;',
    },
    down: {
      before:
        'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE posts (user_id int CONSTRAINT k REFERENCES users);',
      up: 'ALTER TABLE posts DROP CONSTRAINT k;',
      down: 'ALTER TABLE posts ADD CONSTRAINT k FOREIGN KEY (user_id) REFERENCES users;',
    },
  },
  good: {
    up: {
      before: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE posts (user_id int);',
      up: 'ALTER TABLE posts ADD FOREIGN KEY (user_id) REFERENCES users NOT VALID;',
    },
  },
};
