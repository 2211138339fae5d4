import { newColumns } from './new-columns.js';
import type { Rule } from './rule.js';

export const timestampWithoutTimeZone: Rule = {
  id: 'timestamp-without-time-zone',
  title: 'A timestamp without time zone',
  severity: { up: 'off', down: 'off' },
  why: 'A timestamp does not say of which time zone it is. Sessions with other settings read and write other moments.',
  instead: 'Use timestamptz.',
  check: ({ action }) =>
    newColumns(action)
      .filter(({ column }) => column.type.name === 'timestamp')
      .map(({ column, relation }) => ({
        evidence: { kind: 'text' },
        message: `${column.name} of ${relation} is a timestamp without time zone`,
        location: column.location,
      })),
  bad: { up: { up: 'CREATE TABLE a (b timestamp);' } },
  good: { up: { up: 'CREATE TABLE a (b timestamptz);' } },
};
