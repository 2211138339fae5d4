import { changeOf } from './changes.js';
import { noHits, type Hit, type Rule } from './rule.js';

export const attachPartitionScan: Rule = {
  id: 'attach-partition-scan',
  title: 'A partition is checked row by row while it is blocked',
  severity: { up: 'warning', down: 'warning' },
  why: 'ATTACH PARTITION reads all rows of the new partition, and of the default partition, under ACCESS EXCLUSIVE locks, unless a valid CHECK constraint proves that they fit.',
  instead:
    'Add a CHECK constraint like the bound NOT VALID, validate it in another migration, attach, and drop it. Do the same, negated, for the default partition.',
  remedy: {
    sql: "ALTER TABLE events_2027 ADD CONSTRAINT bound CHECK (at >= '2027-01-01' AND at < '2028-01-01') NOT VALID;\n-- in the next migration:\nALTER TABLE events_2027 VALIDATE CONSTRAINT bound;",
  },
  check: ({ action, schema }) => {
    const attached = changeOf(action, 'attach partition');
    if (!attached) return noHits;
    const { relation, partition, bound } = attached;
    const other = bound === 'default' ? undefined : schema.table(relation)?.defaultPartition;
    return [partition, other].flatMap((table): readonly Hit[] => {
      if (table === undefined || hasValidCheck(table)) return noHits;
      const message = `${table} is blocked while all its rows are compared with the bound`;
      return [{ relation: table, evidence: { kind: 'scan' }, message }];
    });

    function hasValidCheck(table: string) {
      const constraints = [...(schema.table(table)?.constraints.values() ?? [])];
      return constraints.some(({ kind, validation }) => kind === 'check' && validation === 'checked');
    }
  },
  bad: {
    up: {
      before: 'CREATE TABLE events (at date) PARTITION BY RANGE (at); CREATE TABLE old (at date);',
      up: "ALTER TABLE events ATTACH PARTITION old FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');",
    },
    down: {
      before:
        'CREATE TABLE events (at date) PARTITION BY RANGE (at); CREATE TABLE old PARTITION OF events DEFAULT;',
      up: 'ALTER TABLE events DETACH PARTITION old;',
      down: 'ALTER TABLE events ATTACH PARTITION old DEFAULT;',
    },
  },
  good: {
    up: {
      before:
        "CREATE TABLE events (at date) PARTITION BY RANGE (at); CREATE TABLE old (at date CHECK (at < '2021-01-01'));",
      up: "ALTER TABLE events ATTACH PARTITION old FOR VALUES FROM (MINVALUE) TO ('2021-01-01');",
    },
    down: {
      before: 'CREATE TABLE events (at date) PARTITION BY RANGE (at);',
      up: 'SELECT 1;',
      down: 'CREATE TABLE old (at date); ALTER TABLE events ATTACH PARTITION old DEFAULT;',
    },
  },
};
