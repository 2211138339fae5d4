import { noHits, type Rule } from './rule.js';

export const enumType: Rule = {
  id: 'enum-type',
  title: 'An enum type is created',
  severity: { up: 'off', down: 'off' },
  why: 'Values of an enum can be added, but not removed, and their order is fixed.',
  instead: 'Use a lookup table, or a text column with a CHECK constraint, where values come and go.',
  check: ({ action }) =>
    action.kind === 'create enum'
      ? [{ evidence: { kind: 'text' }, message: `values of ${action.name} can never be removed` }]
      : noHits,
  bad: { up: { up: "CREATE TYPE mood AS ENUM ('sad');" } },
  good: { up: { up: 'CREATE TABLE moods (name text PRIMARY KEY);' } },
};
