import { noHits, type Rule } from './rule.js';

export const unnamedIndex: Rule = {
  id: 'unnamed-index',
  title: 'An index without a name',
  severity: { up: 'off', down: 'off' },
  why: 'PostgreSQL chooses the name, which depends on existing names. The down cannot rely on it.',
  instead: 'Name the index.',
  check: ({ action }) =>
    action.kind === 'create index' && action.index.name === undefined
      ? [{ evidence: { kind: 'text' }, message: `the index of ${action.relation} has no name` }]
      : noHits,
  bad: { up: { up: 'CREATE TABLE a (b int); CREATE INDEX ON a (b);' } },
  good: { up: { up: 'CREATE TABLE a (b int); CREATE INDEX i ON a (b);' } },
};
