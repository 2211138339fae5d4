import { newColumns } from './new-columns.js';
import type { Rule } from './rule.js';

export const jsonColumn: Rule = {
  id: 'json-column',
  title: 'A column of type json',
  severity: { up: 'info', down: 'off' },
  why: 'The type json has no equality: SELECT DISTINCT, GROUP BY and UNION fail on tables with such a column, and it has no index operators.',
  instead: 'Use jsonb, which also reads faster.',
  check: ({ action }) =>
    newColumns(action)
      .filter(({ column }) => column.type.name === 'json')
      .map(({ column, relation }) => ({
        evidence: { kind: 'text' },
        message: `${column.name} of ${relation} is json`,
        location: column.location,
      })),
  bad: { up: { up: 'CREATE TABLE a (b json);' } },
  good: { up: { up: 'CREATE TABLE a (b jsonb);' } },
};
