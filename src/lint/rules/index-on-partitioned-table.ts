import { noHits, type Rule } from './rule.js';

export const indexOnPartitionedTable: Rule = {
  id: 'index-on-partitioned-table',
  title: 'An index of a partitioned table is built on all partitions at once',
  severity: { up: 'error', down: 'error' },
  sized: 'index build',
  why: 'CREATE INDEX on a partitioned table blocks writes to all its partitions until all indexes are built. With CONCURRENTLY it fails.',
  instead:
    'Create the index ON ONLY the partitioned table, build one on each partition concurrently, and attach them.',
  remedy: {
    sql: 'CREATE INDEX events_at_idx ON ONLY events (at);\nCREATE INDEX CONCURRENTLY events_2027_at_idx ON events_2027 (at);\nALTER INDEX events_at_idx ATTACH PARTITION events_2027_at_idx;',
  },
  check: ({ action, schema }) => {
    if (action.kind !== 'create index' || action.only) return noHits;
    const { relation } = action;
    if (schema.table(relation)?.kind !== 'partitioned table') return noHits;
    if (action.concurrently) {
      const message = `${relation} is partitioned: CREATE INDEX CONCURRENTLY fails`;
      return [{ relation, evidence: { kind: 'text' }, message }];
    }
    const message = `the index blocks writes to all partitions of ${relation} until it is built`;
    return [{ relation, evidence: { kind: 'lock', mode: 'SHARE' }, message }];
  },
  bad: {
    up: {
      before: 'CREATE TABLE events (at date) PARTITION BY RANGE (at);',
      up: 'CREATE INDEX i ON events (at);',
    },
    down: {
      before: 'CREATE TABLE events (at date) PARTITION BY RANGE (at); CREATE INDEX i ON events (at);',
      up: 'DROP INDEX i;',
      down: 'CREATE INDEX i ON events (at);',
    },
  },
  good: {
    up: {
      before: 'CREATE TABLE events (at date) PARTITION BY RANGE (at);',
      up: 'CREATE INDEX i ON ONLY events (at);',
    },
    down: {
      before: 'CREATE TABLE events (at date) PARTITION BY RANGE (at); CREATE INDEX i ON events (at);',
      up: 'DROP INDEX i;',
      down: 'CREATE INDEX i ON ONLY events (at);',
    },
  },
};
