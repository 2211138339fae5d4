import { noHits, type Rule } from './rule.js';

export const refreshNotConcurrent: Rule = {
  id: 'refresh-not-concurrent',
  title: 'A materialized view is refreshed while it cannot be read',
  severity: { up: 'warning', down: 'warning' },
  sized: 'rewrite',
  why: 'REFRESH MATERIALIZED VIEW runs the query of the view under an ACCESS EXCLUSIVE lock: nobody can read the view until it is done.',
  instead: 'Use CONCURRENTLY, which needs a unique index on the view. It may run in a transaction.',
  remedy: {
    sql: 'REFRESH MATERIALIZED VIEW CONCURRENTLY totals;',
    builder: "pgm.refreshMaterializedView('totals', { concurrently: true });",
  },
  check: ({ action }) => {
    if (action.kind !== 'refresh' || action.concurrently || !action.withData) return noHits;
    const { relation } = action;
    const message = `${relation} cannot be read until it is refreshed`;
    return [{ relation, evidence: { kind: 'lock', mode: 'ACCESS EXCLUSIVE' }, message }];
  },
  bad: {
    up: { before: 'CREATE MATERIALIZED VIEW totals AS SELECT 1;', up: 'REFRESH MATERIALIZED VIEW totals;' },
    down: {
      before: 'CREATE MATERIALIZED VIEW totals AS SELECT 1;',
      up: 'SELECT 1;',
      down: 'REFRESH MATERIALIZED VIEW totals;',
    },
  },
  good: {
    up: {
      before: 'CREATE MATERIALIZED VIEW totals AS SELECT 1;',
      up: 'REFRESH MATERIALIZED VIEW CONCURRENTLY totals;',
    },
    down: {
      up: 'CREATE MATERIALIZED VIEW totals AS SELECT 1 WITH NO DATA; REFRESH MATERIALIZED VIEW totals;',
      down: 'DROP MATERIALIZED VIEW totals;',
    },
  },
};
