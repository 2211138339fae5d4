import { noHits, type Rule } from './rule.js';

export const dynamicSql: Rule = {
  id: 'dynamic-sql',
  title: 'SQL that is only known when it runs',
  severity: { up: 'warning', down: 'warning' },
  why: 'EXECUTE in a DO block or a function runs SQL that is built at run time, so the file does not show its locks. With a trace, lint reports its effects.',
  instead: 'Write the statements out, or lint with a trace: without --no-trace.',
  check: ({ action }) =>
    action.kind === 'dynamic'
      ? [
          {
            evidence: { kind: 'unknown' },
            message: 'the text does not show the statement that EXECUTE runs here',
          },
        ]
      : noHits,
  bad: {
    up: { up: "DO $$ DECLARE t text; BEGIN EXECUTE 'ALTER TABLE ' || t || ' ADD COLUMN a int'; END $$;" },
    down: {
      up: 'SELECT 1;',
      down: "DO $$ DECLARE t text; BEGIN EXECUTE format('DROP TABLE %I', t); END $$;",
    },
  },
  good: {
    up: { up: "DO $$ BEGIN EXECUTE 'CREATE TABLE a (b int)'; END $$;", down: 'DROP TABLE a;' },
    down: {
      up: 'CREATE TABLE a (b int);',
      down: "DO $$ BEGIN EXECUTE format('DROP TABLE %I', 'a'); END $$;",
    },
  },
};
