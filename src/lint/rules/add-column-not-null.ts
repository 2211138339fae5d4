import { changeOf } from './changes.js';
import { noHits, type Rule } from './rule.js';

export const addColumnNotNull: Rule = {
  id: 'add-column-not-null',
  title: 'A required column without a default',
  severity: { up: 'error', down: 'error' },
  why: 'ADD COLUMN … NOT NULL without a default fails as soon as the table has a row (SQLSTATE 23502). A table on a test database is often empty, the one in production is not.',
  instead:
    'Give the column a constant default, or add it nullable, fill it, and make it NOT NULL in a later migration.',
  remedy: {
    sql: 'ALTER TABLE users ADD COLUMN country text;\n-- fill it, then: ADD CONSTRAINT … CHECK (country IS NOT NULL) NOT VALID, VALIDATE, SET NOT NULL',
    builder: "pgm.addColumn('users', { country: { type: 'text' } });",
  },
  check: ({ action }) => {
    const added = changeOf(action, 'add column');
    if (!added) return noHits;
    const { relation, column } = added;
    const { default: value, sequence, generated } = column;
    if (!column.notNull || value !== undefined || sequence || generated) return noHits;
    const message = `adding ${column.name} NOT NULL without a default fails if ${relation} has rows`;
    return [{ relation, evidence: { kind: 'text' }, message, location: column.location }];
  },
  bad: {
    up: { before: 'CREATE TABLE users (id int);', up: 'ALTER TABLE users ADD COLUMN country text NOT NULL;' },
    down: {
      before: 'CREATE TABLE users (id int, country text NOT NULL);',
      up: 'ALTER TABLE users DROP COLUMN country;',
      down: 'ALTER TABLE users ADD COLUMN country text NOT NULL;',
    },
  },
  good: {
    up: {
      before: 'CREATE TABLE users (id int);',
      up: "ALTER TABLE users ADD COLUMN country text NOT NULL DEFAULT 'CH';",
    },
    down: {
      before: 'CREATE TABLE users (id int, country text NOT NULL);',
      up: 'ALTER TABLE users DROP COLUMN country;',
      down: "ALTER TABLE users ADD COLUMN country text NOT NULL DEFAULT '';",
    },
  },
};
