import { changeOf } from './changes.js';
import { noHits, type Rule } from './rule.js';

export const detachNotConcurrent: Rule = {
  id: 'detach-not-concurrent',
  title: 'A partition is detached under an exclusive lock',
  severity: { up: 'error', down: 'error' },
  why: 'DETACH PARTITION takes ACCESS EXCLUSIVE locks on the partitioned table, the partition and the default partition, and so waits for every query on any of them.',
  instead:
    'Use DETACH PARTITION … CONCURRENTLY in a migration without a transaction. It is refused where there is a default partition.',
  remedy: {
    sql: 'ALTER TABLE events DETACH PARTITION events_2020 CONCURRENTLY;',
    builder: "pgm.noTransaction();\npgm.sql('ALTER TABLE events DETACH PARTITION events_2020 CONCURRENTLY');",
  },
  check: ({ action, schema, step }) => {
    const detached = changeOf(action, 'detach partition');
    if (!detached || detached.concurrently) return noHits;
    const { relation, partition } = detached;
    // A partition that the same step has made or attached is no reason for another lock.
    if (!step.isShared(partition) && schema.table(partition)?.createdBy !== undefined && !step.up)
      return noHits;
    const message = `detaching ${partition} blocks ${relation}`;
    return [{ relation, evidence: { kind: 'lock', mode: 'ACCESS EXCLUSIVE' }, message }];
  },
  bad: {
    up: {
      before:
        'CREATE TABLE events (at date) PARTITION BY RANGE (at); CREATE TABLE e PARTITION OF events DEFAULT;',
      up: 'ALTER TABLE events DETACH PARTITION e;',
    },
    down: {
      before: 'CREATE TABLE events (at date) PARTITION BY RANGE (at); CREATE TABLE e (at date);',
      up: 'ALTER TABLE events ATTACH PARTITION e DEFAULT;',
      down: 'ALTER TABLE events DETACH PARTITION e;',
    },
  },
  good: {
    up: {
      before:
        "CREATE TABLE events (at date) PARTITION BY RANGE (at); CREATE TABLE e PARTITION OF events FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');",
      up: 'ALTER TABLE events DETACH PARTITION e CONCURRENTLY;',
      transaction: 'none',
    },
    down: {
      before: 'CREATE TABLE events (at date) PARTITION BY RANGE (at); CREATE TABLE e (at date);',
      up: "ALTER TABLE events ATTACH PARTITION e FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');",
      down: 'ALTER TABLE events DETACH PARTITION e CONCURRENTLY;',
      transaction: 'none',
    },
  },
};
