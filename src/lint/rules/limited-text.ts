import { newColumns } from './new-columns.js';
import type { Rule } from './rule.js';

export const limitedText: Rule = {
  id: 'limited-text',
  title: 'A text column with a limited length',
  severity: { up: 'off', down: 'off' },
  why: 'A limit in the type can only be lowered by rewriting the table, and char(n) pads values with spaces.',
  instead: 'Use text, with a CHECK constraint where a limit is meant.',
  check: ({ action }) =>
    newColumns(action)
      .filter(({ column }) => /^(varchar|bpchar)$/.test(column.type.name) && column.type.modifiers.length > 0)
      .map(({ column, relation }) => ({
        evidence: { kind: 'text' },
        message: `${column.name} of ${relation} is a text with a limit in its type`,
        location: column.location,
      })),
  bad: { up: { up: 'CREATE TABLE a (b varchar(10));' } },
  good: { up: { up: 'CREATE TABLE a (b text);' } },
};
