import { changeOf } from './changes.js';
import { constraintName } from '../schema/constraint-name.js';
import { notValidInstead } from './remedies.js';
import { noHits, type Rule } from './rule.js';

export const foreignKeyScan: Rule = {
  id: 'foreign-key-scan',
  title: 'A foreign key checks all rows while writes to both tables are blocked',
  severity: { up: 'error', down: 'error' },
  why: 'ADD FOREIGN KEY compares every row with the other table. Until the end of the transaction it holds SHARE ROW EXCLUSIVE locks on both tables, which block all writes.',
  instead:
    'Add the constraint NOT VALID, and validate it in another migration: VALIDATE CONSTRAINT does not block writes.',
  remedy: {
    sql: 'ALTER TABLE posts ADD CONSTRAINT posts_user_fk FOREIGN KEY (user_id) REFERENCES users NOT VALID;\n-- in the next migration:\nALTER TABLE posts VALIDATE CONSTRAINT posts_user_fk;',
    builder:
      "pgm.sql('ALTER TABLE posts ADD CONSTRAINT posts_user_fk FOREIGN KEY (user_id) REFERENCES users NOT VALID');\n// in the next migration:\npgm.sql('ALTER TABLE posts VALIDATE CONSTRAINT posts_user_fk');",
  },
  check: ({ action, statement }) => {
    const added = changeOf(action, 'add constraint');
    if (added?.constraint.kind !== 'foreign key' || added.constraint.validation !== 'checked') return noHits;
    const { relation, constraint } = added;
    const other = constraint.reference?.relation ?? 'the other table';
    const message = `the foreign key blocks writes to ${relation} and ${other} while all rows are checked`;
    const remedy = notValidInstead(statement, { relation, name: constraintName(relation, constraint) });
    return [{ relation, evidence: { kind: 'scan' }, message, location: constraint.location, remedy }];
  },
  bad: {
    up: {
      before: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE posts (user_id int);',
      up: 'ALTER TABLE posts ADD CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users (id);',
    },
    down: {
      before:
        'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE posts (user_id int, CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users);',
      up: 'ALTER TABLE posts DROP CONSTRAINT fk;',
      down: 'ALTER TABLE posts ADD CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users (id);',
    },
  },
  good: {
    up: {
      before: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE posts (user_id int);',
      up: 'ALTER TABLE posts ADD CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;',
    },
    down: {
      before:
        'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE posts (user_id int, CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users);',
      up: 'ALTER TABLE posts DROP CONSTRAINT fk;',
      down: 'ALTER TABLE posts ADD CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;',
    },
  },
};
