import { bothWays } from './both-ways.js';
import type { CatalogCase } from './case.js';

const t = 'CREATE TABLE t (a int, b text);';
const v = `${t} CREATE VIEW v AS SELECT a, b FROM t;`;
const m = `${t} CREATE MATERIALIZED VIEW m AS SELECT a, count(*) AS n FROM t GROUP BY a;`;
const chain = `CREATE ROLE zoo_reader; ${v} CREATE VIEW a_top AS SELECT a FROM v; CREATE VIEW z_top AS SELECT a FROM a_top;
  GRANT SELECT ON z_top TO zoo_reader; COMMENT ON VIEW a_top IS 'top';`;

/** Views and materialized views. */
export const viewCases: readonly CatalogCase[] = [
  ...bothWays('materialized view', 'public.m', [
    {
      name: 'the replica identity of a materialized view',
      base: 'CREATE MATERIALIZED VIEW m AS SELECT 1 AS a',
      change: 'ALTER TABLE m REPLICA IDENTITY FULL',
      back: 'ALTER TABLE m REPLICA IDENTITY DEFAULT',
      says: ['replica identity full'],
    },
    {
      name: 'a materialized view that goes with an extension',
      base: 'CREATE EXTENSION citext; CREATE MATERIALIZED VIEW m AS SELECT 1 AS a',
      change: 'ALTER MATERIALIZED VIEW m DEPENDS ON EXTENSION citext',
      back: 'ALTER MATERIALIZED VIEW m NO DEPENDS ON EXTENSION citext',
      says: ['depends on extension (citext)'],
    },
    {
      name: 'a privilege on a system column of a materialized view',
      base: 'CREATE MATERIALIZED VIEW m AS SELECT 1 AS a',
      change: 'GRANT SELECT (ctid) ON m TO pg_monitor',
      back: 'REVOKE SELECT (ctid) ON m FROM pg_monitor',
    },
  ]),
  {
    name: 'a materialized view that is lost with its replica identity and its extension',
    base: `CREATE EXTENSION citext; CREATE MATERIALIZED VIEW m AS SELECT 1 AS a; ALTER TABLE m REPLICA IDENTITY NOTHING;
      ALTER MATERIALIZED VIEW m DEPENDS ON EXTENSION citext`,
    change: 'DROP MATERIALIZED VIEW m',
    kind: 'materialized view',
    object: 'public.m',
  },
  ...bothWays('view', 'public.v', [
    { name: 'a view', base: t, change: 'CREATE VIEW v AS SELECT a FROM t', back: 'DROP VIEW v' },
    {
      name: 'a view that is renamed',
      base: v,
      change: 'ALTER VIEW v RENAME TO w',
      back: 'ALTER VIEW w RENAME TO v',
    },
    {
      name: 'a column more',
      base: v,
      change: 'CREATE OR REPLACE VIEW v AS SELECT a, b, 1 AS c FROM t',
      back: 'DROP VIEW v; CREATE VIEW v AS SELECT a, b FROM t',
    },
    {
      name: 'a security barrier',
      base: v,
      change: 'ALTER VIEW v SET (security_barrier = true)',
      back: 'ALTER VIEW v RESET (security_barrier)',
    },
    {
      name: 'a check option',
      base: v,
      change: "ALTER VIEW v SET (check_option = 'local')",
      back: 'ALTER VIEW v RESET (check_option)',
    },
    {
      name: 'a security invoker',
      base: v,
      change: 'ALTER VIEW v SET (security_invoker = true)',
      back: 'ALTER VIEW v RESET (security_invoker)',
      since: 15,
    },
    {
      name: 'a grant on a view',
      base: `CREATE ROLE zoo_reader; ${v}`,
      change: 'GRANT SELECT ON v TO zoo_reader',
      back: 'REVOKE SELECT ON v FROM zoo_reader',
    },
    {
      name: 'the owner of a view',
      base: `CREATE ROLE zoo_owner; ${v}`,
      change: 'ALTER VIEW v OWNER TO zoo_owner',
      back: 'ALTER VIEW v OWNER TO CURRENT_USER',
    },
    {
      name: 'a view over a renamed table',
      base: v,
      change: 'ALTER TABLE t RENAME TO u',
      back: 'ALTER TABLE u RENAME TO t',
    },
    {
      name: 'a view over a renamed column',
      base: v,
      change: 'ALTER TABLE t RENAME a TO c',
      back: 'ALTER TABLE t RENAME c TO a',
    },
  ]),
  {
    name: 'views on views are dropped',
    base: chain,
    change: 'DROP VIEW v CASCADE',
    kind: 'view',
    object: 'public.a_top',
  },
  {
    name: 'views on views are left',
    base: t,
    change:
      'CREATE VIEW v AS SELECT a, b FROM t; CREATE VIEW a_top AS SELECT a FROM v; CREATE VIEW z_top AS SELECT a FROM a_top',
    kind: 'view',
    object: 'public.v',
  },
  {
    name: 'a view below others changes',
    base: chain,
    change: 'CREATE OR REPLACE VIEW v AS SELECT a, b FROM t WHERE a > 0',
    kind: 'view',
    object: 'public.v',
  },
  {
    name: 'a view with triggers, rules and comments changes',
    base: `${v} COMMENT ON VIEW v IS 'v'; CREATE RULE r AS ON DELETE TO v DO INSTEAD NOTHING; ALTER VIEW v ALTER a SET DEFAULT 1;`,
    change: 'DROP VIEW v; CREATE VIEW v AS SELECT a FROM t',
    kind: 'view',
    object: 'public.v',
  },
  {
    name: 'a table and the views on it are dropped',
    base: chain,
    change: 'DROP TABLE t CASCADE',
    kind: 'view',
    object: 'public.v',
  },
  {
    name: 'a recursive view',
    base: t,
    change: 'CREATE RECURSIVE VIEW v (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM v WHERE n < 3',
    kind: 'view',
    object: 'public.v',
  },
  ...bothWays('materialized view', 'public.m', [
    {
      name: 'a materialized view',
      base: t,
      change: 'CREATE MATERIALIZED VIEW m AS SELECT a FROM t',
      back: 'DROP MATERIALIZED VIEW m',
    },
    {
      name: 'a materialized view without rows',
      base: m,
      change: 'REFRESH MATERIALIZED VIEW m WITH NO DATA',
      back: 'REFRESH MATERIALIZED VIEW m',
      says: ['populated no'],
    },
    {
      name: 'an option of a materialized view',
      base: m,
      change: 'ALTER MATERIALIZED VIEW m SET (fillfactor = 70)',
      back: 'ALTER MATERIALIZED VIEW m RESET (fillfactor)',
    },
    {
      name: 'the query of a materialized view',
      base: `${m} CREATE UNIQUE INDEX i ON m (a); COMMENT ON MATERIALIZED VIEW m IS 'm';`,
      change: 'DROP MATERIALIZED VIEW m; CREATE MATERIALIZED VIEW m AS SELECT a FROM t',
      back: `DROP MATERIALIZED VIEW m; ${m.replace(t, '')} CREATE UNIQUE INDEX i ON m (a); COMMENT ON MATERIALIZED VIEW m IS 'm'`,
    },
    {
      name: 'the owner of a materialized view',
      base: `CREATE ROLE zoo_owner; ${m}`,
      change: 'ALTER MATERIALIZED VIEW m OWNER TO zoo_owner',
      back: 'ALTER MATERIALIZED VIEW m OWNER TO CURRENT_USER',
    },
  ]),
  {
    name: 'the statistics target of a materialized view',
    base: m,
    change: 'ALTER MATERIALIZED VIEW m ALTER a SET STATISTICS 50',
    kind: 'column',
    object: 'public.m.a',
  },
];
