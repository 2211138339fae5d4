import { noHits, type Rule } from './rule.js';

export const dropTable: Rule = {
  id: 'drop-table',
  title: 'A table is dropped',
  severity: { up: 'error', down: 'off' },
  why: 'All rows are lost, and a rollback cannot bring them back. Instances of the application that still run fail on queries of the table.',
  instead:
    'Deploy an application that no longer uses the table first. Rename it and drop it in a later release, or keep a copy.',
  check: ({ action }) => {
    if (action.kind !== 'drop relation' || !/^(table|foreign table)$/.test(action.objectType)) return noHits;
    const { relation } = action;
    return [{ relation, evidence: { kind: 'text' }, message: `all rows of ${relation} are lost` }];
  },
  bad: { up: { before: 'CREATE TABLE users (id int);', up: 'DROP TABLE users;' } },
  good: {
    up: { up: 'CREATE TABLE scratch (id int); DROP TABLE scratch;' },
    down: { up: 'CREATE TABLE users (id int);', down: 'DROP TABLE users;' },
  },
};
