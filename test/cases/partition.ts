import { bothWays } from './both-ways.js';
import type { CatalogCase } from './case.js';

const log = `CREATE TABLE log (id int NOT NULL, at date NOT NULL, note text) PARTITION BY RANGE (at);
  CREATE TABLE log_2026 PARTITION OF log FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');`;

export const partitionCases: readonly CatalogCase[] = [
  ...bothWays('table', 'public.log', [
    {
      name: 'the access method of new partitions',
      base: log,
      change: 'ALTER TABLE log SET ACCESS METHOD heap',
      back: 'ALTER TABLE log SET ACCESS METHOD DEFAULT',
      says: ['access method heap'],
      since: 17,
    },
  ]),
  ...bothWays('table', 'public.log_2026', [
    {
      name: 'a new partition',
      base: 'CREATE TABLE log (at date) PARTITION BY RANGE (at);',
      change: "CREATE TABLE log_2026 PARTITION OF log FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
      back: 'DROP TABLE log_2026',
    },
    {
      name: 'a detached partition',
      base: log,
      change: 'ALTER TABLE log DETACH PARTITION log_2026',
      back: "ALTER TABLE log ATTACH PARTITION log_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
    },
    {
      name: 'a dropped partition',
      base: `${log} CREATE INDEX log_note ON log (note); ALTER TABLE log ADD PRIMARY KEY (id, at);`,
      change: 'DROP TABLE log_2026',
      back: "CREATE TABLE log_2026 PARTITION OF log FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
    },
  ]),
  {
    name: 'a partition gets another bound',
    base: log,
    change: 'ALTER TABLE log DETACH PARTITION log_2026',
    undo: "ALTER TABLE log ATTACH PARTITION log_2026 FOR VALUES FROM ('2026-01-01') TO ('2026-07-01')",
    kind: 'table',
    object: 'public.log_2026',
    says: ['2026-07-01'],
  },
  {
    name: 'a partitioned table with its indexes is dropped',
    base: `${log} CREATE INDEX log_note ON log (note); ALTER TABLE log ADD PRIMARY KEY (id, at); ALTER TABLE log ADD CHECK (id > 0);`,
    change: 'DROP TABLE log',
    kind: 'table',
    object: 'public.log',
  },
  {
    name: 'another partition key',
    base: 'CREATE TABLE log (at date, d date) PARTITION BY RANGE (at);',
    change: 'DROP TABLE log; CREATE TABLE log (at date, d date) PARTITION BY RANGE (d)',
    kind: 'table',
    object: 'public.log',
    repair: 'impossible',
    there: 'impossible',
  },
];
