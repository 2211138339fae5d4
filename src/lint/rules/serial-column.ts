import { newColumns } from './new-columns.js';
import type { Rule } from './rule.js';

export const serialColumn: Rule = {
  id: 'serial-column',
  title: 'A serial column',
  severity: { up: 'off', down: 'off' },
  why: 'The sequence of a serial column is an object with privileges of its own, and its default can be overwritten by accident.',
  instead: 'Use GENERATED ALWAYS AS IDENTITY.',
  check: ({ action }) =>
    newColumns(action)
      .filter(({ column }) => column.sequence === 'serial')
      .map(({ column, relation }) => ({
        evidence: { kind: 'text' },
        message: `${column.name} of ${relation} is serial`,
        location: column.location,
      })),
  bad: { up: { up: 'CREATE TABLE a (id serial);' } },
  good: { up: { up: 'CREATE TABLE a (id bigint GENERATED ALWAYS AS IDENTITY);' } },
};
