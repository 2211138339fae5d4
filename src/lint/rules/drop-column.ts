import { changeOf } from './changes.js';
import { noHits, type Rule } from './rule.js';

export const dropColumn: Rule = {
  id: 'drop-column',
  title: 'A column is dropped',
  severity: { up: 'warning', down: 'off' },
  why: 'The values of the column are lost, and a rollback cannot bring them back. Instances of the application that still run fail on queries that name the column.',
  instead:
    'Deploy an application that no longer uses the column first, and drop it in a later migration. Keep a copy of its values if the rollback has to restore them.',
  check: ({ action }) => {
    const dropped = changeOf(action, 'drop column');
    if (!dropped) return noHits;
    const { relation, column } = dropped;
    return [
      { relation, evidence: { kind: 'text' }, message: `the values of ${relation}.${column} are lost` },
    ];
  },
  bad: {
    up: { before: 'CREATE TABLE users (id int, name text);', up: 'ALTER TABLE users DROP COLUMN name;' },
  },
  good: {
    up: { up: 'CREATE TABLE users (id int, name text); ALTER TABLE users DROP COLUMN name;' },
    down: {
      before: 'CREATE TABLE users (id int);',
      up: 'ALTER TABLE users ADD COLUMN name text;',
      down: 'ALTER TABLE users DROP COLUMN name;',
    },
  },
};
