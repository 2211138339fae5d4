import { changeOf } from './changes.js';
import { noHits, type Rule } from './rule.js';

export const dropConstraint: Rule = {
  id: 'drop-constraint',
  title: 'A key is dropped',
  severity: { up: 'warning', down: 'info' },
  why: 'Dropping a foreign key takes an ACCESS EXCLUSIVE lock on both tables. Dropping a primary key ends the replica identity of the table, so that UPDATE and DELETE fail where it is published.',
  instead:
    'Keep the transaction short, with a short lock_timeout. Give the table another replica identity before its primary key goes.',
  check: ({ action, schema }) => {
    const dropped = changeOf(action, 'drop constraint');
    if (!dropped) return noHits;
    const { relation, name } = dropped;
    const constraint = schema.table(relation)?.constraints.get(name);
    const evidence = { kind: 'lock', mode: 'ACCESS EXCLUSIVE' } as const;
    if (constraint?.kind === 'primary key')
      return [{ relation, evidence, message: `${relation} loses its primary key and replica identity` }];
    const other = constraint?.reference?.relation;
    if (other === undefined) return noHits;
    return [
      {
        relation: other,
        evidence,
        message: `dropping ${name} of ${relation} blocks ${other}, too`,
        severity: 'info',
      },
    ];
  },
  bad: {
    up: {
      before: 'CREATE TABLE users (id int PRIMARY KEY);',
      up: 'ALTER TABLE users DROP CONSTRAINT users_pkey;',
    },
    down: {
      before: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE posts (user_id int);',
      up: 'ALTER TABLE posts ADD CONSTRAINT k FOREIGN KEY (user_id) REFERENCES users;',
      down: 'ALTER TABLE posts DROP CONSTRAINT k;',
    },
  },
  good: {
    up: {
      before: 'CREATE TABLE users (a int CONSTRAINT c CHECK (a > 0));',
      up: 'ALTER TABLE users DROP CONSTRAINT c;',
    },
    down: {
      before: 'CREATE TABLE users (a int);',
      up: 'ALTER TABLE users ADD CONSTRAINT c CHECK (a > 0);',
      down: 'ALTER TABLE users DROP CONSTRAINT c;',
    },
  },
};
