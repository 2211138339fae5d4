import { changeOf } from './changes.js';
import { noHits, type Rule } from './rule.js';

export const dropNotNull: Rule = {
  id: 'drop-not-null',
  title: 'A column may be NULL from now on',
  severity: { up: 'warning', down: 'off' },
  why: 'Instances of the application that still run do not expect NULL in this column. And the rollback fails once a NULL was written.',
  instead: 'Deploy an application that copes with NULL first.',
  check: ({ action }) => {
    const dropped = changeOf(action, 'drop not null');
    if (!dropped) return noHits;
    const { relation, column } = dropped;
    return [
      { relation, evidence: { kind: 'text' }, message: `readers of ${relation}.${column} may now get NULL` },
    ];
  },
  bad: {
    up: {
      before: 'CREATE TABLE users (a int NOT NULL);',
      up: 'ALTER TABLE users ALTER COLUMN a DROP NOT NULL;',
    },
  },
  good: {
    up: { up: 'CREATE TABLE users (a int NOT NULL); ALTER TABLE users ALTER COLUMN a DROP NOT NULL;' },
  },
};
