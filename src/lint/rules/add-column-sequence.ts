import { changeOf } from './changes.js';
import { noHits, type Rule } from './rule.js';

export const addColumnSequence: Rule = {
  id: 'add-column-sequence',
  title: 'A serial or identity column rewrites the table',
  severity: { up: 'error', down: 'error' },
  why: 'A serial or identity column gets a number in every row, so ADD COLUMN writes the whole table anew under an ACCESS EXCLUSIVE lock.',
  instead:
    'Add a nullable bigint column, set its default to the next value of a sequence, fill the existing rows in batches, and add the constraints afterwards.',
  remedy: {
    sql: "ALTER TABLE users ADD COLUMN number bigint;\nCREATE SEQUENCE users_number_seq OWNED BY users.number;\nALTER TABLE users ALTER COLUMN number SET DEFAULT nextval('users_number_seq');",
    builder:
      "pgm.addColumn('users', { number: { type: 'bigint' } });\npgm.createSequence('users_number_seq', { owner: 'users.number' });\npgm.alterColumn('users', 'number', { default: pgm.func(\"nextval('users_number_seq')\") });",
  },
  check: ({ action }) => {
    const added = changeOf(action, 'add column');
    if (!added?.column.sequence) return noHits;
    const { relation, column } = added;
    const what = column.sequence === 'serial' ? 'a serial column' : 'an identity column';
    const message = `adding ${column.name}, ${what}, rewrites ${relation}`;
    return [{ relation, evidence: { kind: 'rewrite' }, message, location: column.location }];
  },
  bad: {
    up: { before: 'CREATE TABLE users (name text);', up: 'ALTER TABLE users ADD COLUMN id bigserial;' },
    down: {
      before: 'CREATE TABLE users (name text, id bigint GENERATED ALWAYS AS IDENTITY);',
      up: 'ALTER TABLE users DROP COLUMN id;',
      down: 'ALTER TABLE users ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY;',
    },
  },
  good: {
    up: { before: 'CREATE TABLE users (name text);', up: 'ALTER TABLE users ADD COLUMN id bigint;' },
    down: {
      before: 'CREATE TABLE users (name text);',
      up: 'ALTER TABLE users ADD COLUMN id bigserial;',
      down: 'ALTER TABLE users DROP COLUMN id;',
    },
  },
};
