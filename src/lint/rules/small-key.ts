import { isKey, newColumns } from './new-columns.js';
import type { Rule } from './rule.js';

export const smallKey: Rule = {
  id: 'small-key',
  title: 'A primary key of type integer',
  severity: { up: 'off', down: 'off' },
  why: 'An integer key runs out after two billion rows. The change to bigint rewrites the table and every table that refers to it.',
  instead: 'Use bigint for keys.',
  check: ({ action }) =>
    newColumns(action)
      .filter(({ column }) => isKey(column) && /^int[24]$/.test(column.type.name))
      .map(({ column, relation }) => ({
        evidence: { kind: 'text' },
        message: `${column.name} of ${relation} is a key that runs out`,
        location: column.location,
      })),
  bad: { up: { up: 'CREATE TABLE a (id int PRIMARY KEY);' } },
  good: { up: { up: 'CREATE TABLE a (id bigint PRIMARY KEY);' } },
};
