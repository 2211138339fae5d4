import { bothWays } from './both-ways.js';
import type { CatalogCase } from './case.js';

const t = 'CREATE TABLE t (a text, b text, n int NOT NULL);';
const log =
  'CREATE TABLE log (at date, n int) PARTITION BY RANGE (at); CREATE TABLE log_d PARTITION OF log DEFAULT;';

export const indexCases: readonly CatalogCase[] = [
  ...bothWays('index', 'public.i', [
    {
      name: 'an index that goes with an extension',
      base: 'CREATE EXTENSION citext; CREATE TABLE t (a int); CREATE INDEX i ON t (a)',
      change: 'ALTER INDEX i DEPENDS ON EXTENSION citext',
      back: 'ALTER INDEX i NO DEPENDS ON EXTENSION citext',
      says: ['depends on extension (citext)'],
    },
  ]),
  ...bothWays('index', 'public.i', [
    {
      name: 'an index',
      base: t,
      change: 'CREATE INDEX i ON t (a)',
      back: 'DROP INDEX i',
      says: ['CREATE INDEX i ON public.t USING btree (a)'],
    },
    {
      name: 'a dropped index',
      base: `${t} CREATE UNIQUE INDEX i ON t (lower(a) DESC NULLS LAST) INCLUDE (b) WITH (fillfactor = 70) WHERE n > 0;`,
      change: 'DROP INDEX i',
      back: 'CREATE UNIQUE INDEX i ON t (lower(a) DESC NULLS LAST) INCLUDE (b) WITH (fillfactor = 70) WHERE n > 0',
    },
    {
      name: 'an index that is renamed',
      base: `${t} CREATE INDEX i ON t (a);`,
      change: 'ALTER INDEX i RENAME TO j',
      back: 'ALTER INDEX j RENAME TO i',
    },
    {
      name: 'the method of an index',
      base: `${t} CREATE INDEX i ON t USING hash (a);`,
      change: 'DROP INDEX i; CREATE INDEX i ON t (a)',
      back: 'DROP INDEX i; CREATE INDEX i ON t USING hash (a)',
    },
    {
      name: 'an operator class',
      base: `${t} CREATE INDEX i ON t (a text_pattern_ops);`,
      change: 'DROP INDEX i; CREATE INDEX i ON t (a)',
      back: 'DROP INDEX i; CREATE INDEX i ON t (a text_pattern_ops)',
    },
    {
      name: 'an option of an index',
      base: `${t} CREATE INDEX i ON t (a);`,
      change: 'ALTER INDEX i SET (fillfactor = 50)',
      back: 'ALTER INDEX i RESET (fillfactor)',
    },
    {
      name: 'an index that the table is clustered on',
      base: `${t} CREATE INDEX i ON t (a);`,
      change: 'ALTER TABLE t CLUSTER ON i',
      back: 'ALTER TABLE t SET WITHOUT CLUSTER',
    },
    {
      name: 'statistics of an expression',
      base: `${t} CREATE INDEX i ON t (lower(a));`,
      change: 'ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 500',
      back: 'ALTER INDEX i ALTER COLUMN 1 SET STATISTICS -1',
    },
    {
      name: 'an index of a materialized view',
      base: `${t} CREATE MATERIALIZED VIEW m AS SELECT a FROM t;`,
      change: 'CREATE UNIQUE INDEX i ON m (a)',
      back: 'DROP INDEX i',
    },
    {
      name: 'an index of a partitioned table',
      base: log,
      change: 'CREATE INDEX i ON log (n)',
      back: 'DROP INDEX i',
    },
    {
      name: 'a dropped index of a partitioned table',
      base: `${log} CREATE INDEX i ON log (n);`,
      change: 'DROP INDEX i',
      back: 'CREATE INDEX i ON log (n)',
    },
    {
      name: 'an index that is not valid',
      base: `${t} CREATE INDEX i ON t (a);`,
      change: "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'i'::regclass",
      back: "UPDATE pg_index SET indisvalid = true WHERE indexrelid = 'i'::regclass",
      says: ['valid no'],
      there: 'impossible',
    },
  ]),
  ...bothWays('index', 'public.c', [
    {
      name: 'an option of the index of a constraint',
      base: 'CREATE TABLE t (a int CONSTRAINT c UNIQUE);',
      change: 'ALTER INDEX c SET (fillfactor = 50)',
      back: 'ALTER INDEX c RESET (fillfactor)',
    },
    {
      name: 'clustering on the index of a constraint',
      base: 'CREATE TABLE t (a int CONSTRAINT c UNIQUE);',
      change: 'ALTER TABLE t CLUSTER ON c',
      back: 'ALTER TABLE t SET WITHOUT CLUSTER',
    },
  ]),
  {
    name: 'the index of a replica identity',
    base: `${t} CREATE UNIQUE INDEX i ON t (n); ALTER TABLE t REPLICA IDENTITY USING INDEX i;`,
    change: 'DROP INDEX i',
    undo: 'CREATE UNIQUE INDEX i ON t (n)',
    kind: 'table',
    object: 'public.t',
    says: ['replica identity using index public.i'],
  },
];
