import { changeOf } from './changes.js';
import { usingIndexInstead } from './remedies.js';
import { noHits, type Rule } from './rule.js';

export const uniqueBuildsIndex: Rule = {
  id: 'unique-builds-index',
  title: 'A UNIQUE constraint builds its index under an exclusive lock',
  severity: { up: 'error', down: 'error' },
  sized: 'index build',
  why: 'ADD CONSTRAINT … UNIQUE builds an index while an ACCESS EXCLUSIVE lock blocks reads and writes of the table. It fails if there are duplicates.',
  instead:
    'Build a unique index concurrently in a migration without a transaction, and make it a constraint in the next one with USING INDEX.',
  remedy: {
    sql: 'CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON users (email);\n-- in the next migration:\nALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email_key;',
    builder:
      "pgm.noTransaction();\npgm.createIndex('users', 'email', { unique: true, concurrently: true, name: 'users_email_key' });\n// in the next migration:\npgm.addConstraint('users', 'users_email_key', 'UNIQUE USING INDEX users_email_key');",
  },
  check: ({ action }) => {
    const added = changeOf(action, 'add constraint');
    if (added?.constraint.kind !== 'unique' || added.constraint.usingIndex !== undefined) return noHits;
    const { relation, constraint } = added;
    const message = `the UNIQUE constraint blocks ${relation} while its index is built`;
    const evidence = { kind: 'lock', mode: 'ACCESS EXCLUSIVE' } as const;
    const remedy = usingIndexInstead('UNIQUE', { relation, constraint });
    return [{ relation, evidence, message, location: constraint.location, remedy }];
  },
  bad: {
    up: {
      before: 'CREATE TABLE users (email text);',
      up: 'ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email);',
    },
    down: {
      before: 'CREATE TABLE users (email text CONSTRAINT k UNIQUE);',
      up: 'ALTER TABLE users DROP CONSTRAINT k;',
      down: 'ALTER TABLE users ADD CONSTRAINT k UNIQUE (email);',
    },
  },
  good: {
    up: {
      before: 'CREATE TABLE users (email text); CREATE UNIQUE INDEX i ON users (email);',
      up: 'ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX i;',
    },
    down: {
      before: 'CREATE TABLE users (email text);',
      up: 'ALTER TABLE users ADD CONSTRAINT k UNIQUE (email);',
      down: 'ALTER TABLE users DROP CONSTRAINT k;',
    },
  },
};
