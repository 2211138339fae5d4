import { noHits, type Rule } from './rule.js';

export const unparsedStatement: Rule = {
  id: 'unparsed-statement',
  title: "A statement that PostgreSQL's parser rejects",
  severity: { up: 'warning', down: 'warning' },
  why: "The statement has a syntax error, or the syntax of a version after 18, so no rule can check it. Statements are parsed by PostgreSQL's own parser.",
  instead: 'Correct the statement.',
  check: ({ action }) =>
    action.kind === 'unparsed'
      ? [{ evidence: { kind: 'unknown' }, message: 'this statement cannot be parsed, and was not checked' }]
      : noHits,
  bad: { up: { up: 'CREATE TABEL users (id int);' }, down: { up: 'SELECT 1;', down: 'DORP TABLE users;' } },
  good: { up: { up: 'SELECT 1;' }, down: { up: 'SELECT 1;', down: 'SELECT 1;' } },
};
