import { changeOf } from './changes.js';
import { notValidInstead } from './remedies.js';
import { noHits, type Rule } from './rule.js';

export const checkScan: Rule = {
  id: 'check-scan',
  title: 'A CHECK constraint reads all rows under an exclusive lock',
  severity: { up: 'error', down: 'error' },
  why: 'ADD CONSTRAINT … CHECK reads the whole table while it holds an ACCESS EXCLUSIVE lock, which blocks reads and writes.',
  instead:
    'Add the constraint NOT VALID, and validate it in another migration: VALIDATE CONSTRAINT blocks neither reads nor writes.',
  remedy: {
    sql: 'ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age >= 0) NOT VALID;\n-- in the next migration:\nALTER TABLE users VALIDATE CONSTRAINT users_age_check;',
    builder:
      "pgm.sql('ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age >= 0) NOT VALID');\n// in the next migration:\npgm.sql('ALTER TABLE users VALIDATE CONSTRAINT users_age_check');",
  },
  check: ({ action, statement }) => {
    const added = changeOf(action, 'add constraint');
    if (added?.constraint.kind !== 'check' || added.constraint.validation !== 'checked') return noHits;
    const { relation, constraint } = added;
    const message = `${constraint.name ?? 'the CHECK constraint'} blocks ${relation} while all rows are checked`;
    const remedy = notValidInstead(statement, { relation, name: constraint.name });
    return [{ relation, evidence: { kind: 'scan' }, message, location: constraint.location, remedy }];
  },
  bad: {
    up: {
      before: 'CREATE TABLE users (age int);',
      up: 'ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age >= 0);',
    },
    down: {
      before: 'CREATE TABLE users (age int CONSTRAINT c CHECK (age >= 0));',
      up: 'ALTER TABLE users DROP CONSTRAINT c;',
      down: 'ALTER TABLE users ADD CONSTRAINT c CHECK (age >= 0);',
    },
  },
  good: {
    up: {
      before: 'CREATE TABLE users (age int);',
      up: 'ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age >= 0) NOT VALID;',
    },
    down: {
      before: 'CREATE TABLE users (age int CONSTRAINT c CHECK (age >= 0));',
      up: 'ALTER TABLE users DROP CONSTRAINT c;',
      down: 'ALTER TABLE users ADD CONSTRAINT c CHECK (age >= 0) NOT VALID;',
    },
  },
};
