import { noHits, type Hit, type Rule } from './rule.js';

export const createPartition: Rule = {
  id: 'create-partition',
  title: 'A new partition locks the partitioned table',
  severity: { up: 'info', down: 'info' },
  why: 'CREATE TABLE … PARTITION OF takes an ACCESS EXCLUSIVE lock on the partitioned table, and on its default partition, whose rows are all read.',
  instead:
    'Create the table by itself (LIKE … INCLUDING ALL), and attach it: ATTACH PARTITION lets others read and write the partitioned table.',
  remedy: {
    sql: "CREATE TABLE events_2027 (LIKE events INCLUDING ALL);\nALTER TABLE events ATTACH PARTITION events_2027 FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');",
  },
  check: ({ action, schema }) => {
    if (action.kind !== 'create table' || action.partitionOf === undefined) return noHits;
    const { partitionOf: relation } = action;
    const message = `creating ${action.relation} blocks ${relation} for a moment`;
    const parent: Hit = { relation, evidence: { kind: 'lock', mode: 'ACCESS EXCLUSIVE' }, message };
    const other = schema.table(relation)?.defaultPartition;
    if (other === undefined) return [parent];
    const scanned = `${other} is blocked while all its rows are compared with the bound of ${action.relation}`;
    return [parent, { relation: other, evidence: { kind: 'scan' }, message: scanned, severity: 'warning' }];
  },
  bad: {
    up: {
      before: 'CREATE TABLE events (at date) PARTITION BY RANGE (at);',
      up: "CREATE TABLE e PARTITION OF events FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');",
    },
    down: {
      before:
        'CREATE TABLE events (at date) PARTITION BY RANGE (at); CREATE TABLE e PARTITION OF events DEFAULT;',
      up: 'DROP TABLE e;',
      down: 'CREATE TABLE e PARTITION OF events DEFAULT;',
    },
  },
  good: {
    up: {
      before: 'CREATE TABLE events (at date) PARTITION BY RANGE (at);',
      up: 'CREATE TABLE e (at date); ALTER TABLE events ATTACH PARTITION e DEFAULT;',
    },
  },
};
