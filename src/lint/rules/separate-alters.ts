import { noHits, type Rule } from './rule.js';

export const separateAlters: Rule = {
  id: 'separate-alters',
  title: 'Several ALTER TABLE statements for one table',
  severity: { up: 'off', down: 'off' },
  why: 'Each ALTER TABLE that reads or rewrites the table does so by itself. The subcommands of one statement share one pass.',
  instead: 'Join them to one statement with several subcommands.',
  checkStep: ({ actions }) =>
    actions.flatMap(({ action, statement, work }, place) => {
      const before = actions[place - 1];
      if (action.kind !== 'alter table' || before?.action.kind !== 'alter table') return noHits;
      if (before.statement === statement || before.action.relation !== action.relation) return noHits;
      if (work.length === 0 || before.work.length === 0) return noHits;
      const { relation } = action;
      const message = `${relation} is read or rewritten by two statements in a row`;
      return [{ relation, evidence: { kind: 'text' } as const, message, statement }];
    }),
  bad: {
    up: {
      before: 'CREATE TABLE a (b int, c int);',
      up: 'ALTER TABLE a ALTER COLUMN b TYPE bigint; ALTER TABLE a ALTER COLUMN c TYPE bigint;',
    },
  },
  good: {
    up: {
      before: 'CREATE TABLE a (b int, c int);',
      up: 'ALTER TABLE a ALTER COLUMN b TYPE bigint, ALTER COLUMN c TYPE bigint;',
    },
  },
};
