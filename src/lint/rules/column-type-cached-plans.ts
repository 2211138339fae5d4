import { changeOf } from './changes.js';
import { noHits, type Rule } from './rule.js';

export const columnTypeCachedPlans: Rule = {
  id: 'column-type-cached-plans',
  title: 'A change of type breaks prepared statements',
  severity: { up: 'off', down: 'off' },
  why: 'Sessions that have prepared SELECT * get the error "cached plan must not change result type" once a column has another type, also where nothing is rewritten.',
  instead:
    'Restart the connections of the application after the migration, or name the columns in its queries.',
  check: ({ action }) => {
    const change = changeOf(action, 'change type');
    if (!change) return noHits;
    const { relation, column } = change;
    const message = `prepared statements that return ${column} of ${relation} fail once after the change`;
    return [{ relation, evidence: { kind: 'text' }, message }];
  },
  bad: {
    up: {
      before: 'CREATE TABLE users (name varchar(50));',
      up: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(100);',
    },
    down: {
      before: 'CREATE TABLE users (name varchar(50));',
      up: 'ALTER TABLE users ALTER COLUMN name TYPE text;',
      down: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(50);',
    },
  },
  good: { up: { up: 'CREATE TABLE users (name text); ALTER TABLE users ALTER COLUMN name TYPE varchar;' } },
};
