import { changeOf } from './changes.js';
import { noHits, type Rule } from './rule.js';

export const addColumnDomain: Rule = {
  id: 'add-column-domain',
  title: 'A new column of a domain with constraints rewrites the table',
  severity: { up: 'error', down: 'error' },
  why: 'Whether NULL or the default satisfies the constraints of the domain is found out row by row: ADD COLUMN writes the whole table anew under an ACCESS EXCLUSIVE lock.',
  instead:
    "Give the column the domain's base type, and the table a CHECK constraint that is added NOT VALID.",
  remedy: {
    sql: "ALTER TABLE users ADD COLUMN email text;\nALTER TABLE users ADD CONSTRAINT has_at CHECK (email LIKE '%@%') NOT VALID;",
    builder:
      "pgm.addColumn('users', { email: { type: 'text' } });\npgm.sql(\"ALTER TABLE users ADD CONSTRAINT has_at CHECK (email LIKE '%@%') NOT VALID\");",
  },
  check: ({ action, schema }) => {
    const added = changeOf(action, 'add column');
    if (!added || !schema.isConstrainedDomain(added.column.type.name)) return noHits;
    const { relation, column } = added;
    const message = `adding ${column.name} rewrites ${relation}, since the domain ${column.type.name} has constraints`;
    return [{ relation, evidence: { kind: 'rewrite' }, message, location: column.location }];
  },
  bad: {
    up: {
      before: "CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%'); CREATE TABLE users (id int);",
      up: 'ALTER TABLE users ADD COLUMN email email;',
    },
    down: {
      before: "CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%'); CREATE TABLE users (email email);",
      up: 'ALTER TABLE users DROP COLUMN email;',
      down: 'ALTER TABLE users ADD COLUMN email email;',
    },
  },
  good: {
    up: {
      before: 'CREATE DOMAIN email AS text; CREATE TABLE users (id int);',
      up: 'ALTER TABLE users ADD COLUMN email email;',
    },
    down: {
      before: "CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%'); CREATE TABLE users (id int);",
      up: 'ALTER TABLE users ADD COLUMN email text;',
      down: 'ALTER TABLE users DROP COLUMN email;',
    },
  },
};
