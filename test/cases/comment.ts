import { bothWays } from './both-ways.js';
import type { CatalogCase } from './case.js';

/** The name of the object in the catalog, its name in COMMENT ON, and the statements that create it. */
const objects: readonly (readonly [name: string, on: string, base?: string])[] = [
  ['schema app', 'SCHEMA app', 'CREATE SCHEMA app'],
  ['schema public', 'SCHEMA public'],
  ['table public.t', 'TABLE public.t', 'CREATE TABLE t (a int)'],
  ['column public.t.a', 'COLUMN public.t.a', 'CREATE TABLE t (a int)'],
  ['view public.v', 'VIEW public.v', 'CREATE VIEW v AS SELECT 1 AS a'],
  ['column public.v.a', 'COLUMN public.v.a', 'CREATE VIEW v AS SELECT 1 AS a'],
  ['materialized view public.m', 'MATERIALIZED VIEW public.m', 'CREATE MATERIALIZED VIEW m AS SELECT 1 AS a'],
  ['column public.m.a', 'COLUMN public.m.a', 'CREATE MATERIALIZED VIEW m AS SELECT 1 AS a'],
  ['sequence public.s', 'SEQUENCE public.s', 'CREATE SEQUENCE s'],
  ['index public.i', 'INDEX public.i', 'CREATE TABLE t (a int); CREATE INDEX i ON t (a)'],
  [
    'constraint c on public.t',
    'CONSTRAINT c on public.t',
    'CREATE TABLE t (a int CONSTRAINT c CHECK (a > 0))',
  ],
  [
    'constraint c on domain public."My d"',
    'CONSTRAINT c on domain public."My d"',
    'CREATE DOMAIN "My d" AS int CONSTRAINT c CHECK (VALUE > 0)',
  ],
  [
    'trigger g on public.t',
    'TRIGGER g on public.t',
    'CREATE TABLE t (a int); CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()',
  ],
  [
    'rule r on public.t',
    'RULE r on public.t',
    'CREATE TABLE t (a int); CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING',
  ],
  ['policy p on public.t', 'POLICY p on public.t', 'CREATE TABLE t (a int); CREATE POLICY p ON t'],
  [
    'statistics public.st',
    'STATISTICS public.st',
    'CREATE TABLE t (a int, b int); CREATE STATISTICS st ON a, b FROM t',
  ],
  ['type public.mood', 'TYPE public.mood', "CREATE TYPE mood AS ENUM ('sad')"],
  ['domain public.d', 'DOMAIN public.d', 'CREATE DOMAIN d AS int'],
  ['column public.ad.street', 'COLUMN public.ad.street', 'CREATE TYPE ad AS (street text)'],
  [
    'function public.one()',
    'FUNCTION public.one()',
    "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
  ],
  [
    'procedure public.work(integer)',
    'PROCEDURE public.work(integer)',
    "CREATE PROCEDURE work(int) LANGUAGE sql AS 'SELECT 1'",
  ],
  [
    'aggregate public.n()',
    'AGGREGATE public.n(*)',
    'CREATE AGGREGATE n (*) (SFUNC = int8inc, STYPE = int8, INITCOND = 0)',
  ],
  ['extension citext', 'EXTENSION citext', 'CREATE EXTENSION citext'],
  ['language plpgsql', 'LANGUAGE plpgsql'],
  ['collation public.l', 'COLLATION public.l', "CREATE COLLATION l (provider = libc, locale = 'C')"],
  [
    'conversion public.c',
    'CONVERSION public.c',
    "CREATE CONVERSION c FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8",
  ],
  [
    'operator public.===(integer,integer)',
    'OPERATOR public.===(integer,integer)',
    'CREATE OPERATOR === (FUNCTION = int4eq, LEFTARG = int, RIGHTARG = int)',
  ],
  [
    'operator family public.f USING btree',
    'OPERATOR FAMILY public.f USING btree',
    'CREATE OPERATOR FAMILY f USING btree',
  ],
  [
    'operator class public.c USING btree',
    'OPERATOR CLASS public.c USING btree',
    'CREATE OPERATOR CLASS c FOR TYPE int USING btree AS STORAGE int',
  ],
  ['access method tree', 'ACCESS METHOD tree', 'CREATE ACCESS METHOD tree TYPE INDEX HANDLER bthandler'],
  [
    'cast (public.mood AS text)',
    'CAST (public.mood AS text)',
    "CREATE TYPE mood AS ENUM ('sad'); CREATE CAST (mood AS text) WITH INOUT",
  ],
  [
    'transform for integer language sql',
    'TRANSFORM for integer language sql',
    "CREATE FUNCTION fi(internal) RETURNS internal LANGUAGE internal IMMUTABLE AS 'int4abs'; CREATE TRANSFORM FOR int LANGUAGE sql (FROM SQL WITH FUNCTION fi(internal))",
  ],
  [
    'text search parser public.p',
    'TEXT SEARCH PARSER public.p',
    'CREATE TEXT SEARCH PARSER p (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype)',
  ],
  [
    'text search template public.e',
    'TEXT SEARCH TEMPLATE public.e',
    'CREATE TEXT SEARCH TEMPLATE e (LEXIZE = dsimple_lexize)',
  ],
  [
    'text search dictionary public.d',
    'TEXT SEARCH DICTIONARY public.d',
    'CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple)',
  ],
  [
    'text search configuration public.c',
    'TEXT SEARCH CONFIGURATION public.c',
    'CREATE TEXT SEARCH CONFIGURATION c (COPY = simple)',
  ],
  ['foreign-data wrapper w', 'FOREIGN DATA WRAPPER w', 'CREATE FOREIGN DATA WRAPPER w'],
  ['server s', 'SERVER s', 'CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w'],
  [
    'foreign table public.ft',
    'FOREIGN TABLE public.ft',
    'CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE ft (a int) SERVER s',
  ],
  [
    'event trigger e',
    'EVENT TRIGGER e',
    'CREATE FUNCTION guard() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$; CREATE EVENT TRIGGER e ON sql_drop EXECUTE FUNCTION guard()',
  ],
  ['publication news', 'PUBLICATION news', 'CREATE PUBLICATION news'],
  [
    'subscription feed',
    'SUBSCRIPTION feed',
    "CREATE SUBSCRIPTION feed CONNECTION 'host=nowhere' PUBLICATION news WITH (connect = false, slot_name = NONE)",
  ],
  ['role rt_role', 'ROLE rt_role', 'CREATE ROLE rt_role'],
];

export const commentCases: readonly CatalogCase[] = [
  ...[
    ['table pg_class', 'TABLE pg_class'],
    ['column pg_class.relname', 'COLUMN pg_class.relname'],
    ['view pg_stat_activity', 'VIEW pg_stat_activity'],
    ['index pg_class_oid_index', 'INDEX pg_class_oid_index'],
    ['cast (bigint AS integer)', 'CAST (int8 AS int4)'],
    ['operator family pg_catalog.integer_ops USING btree', 'OPERATOR FAMILY integer_ops USING btree'],
    ['domain information_schema.sql_identifier', 'DOMAIN information_schema.sql_identifier'],
  ].flatMap(([object = '', target = '']) =>
    bothWays('comment', object, [
      {
        name: `a comment on the built-in ${object}`,
        change: `COMMENT ON ${target} IS 'mine'`,
        back: `COMMENT ON ${target} IS NULL`,
        says: ['mine'],
      },
    ]),
  ),
  ...[
    ['function pg_catalog.upper(text)', 'FUNCTION upper(text)'],
    ['type integer', 'TYPE int4'],
    ['operator pg_catalog.+(integer,integer)', 'OPERATOR + (int4, int4)'],
    ['access method btree', 'ACCESS METHOD btree'],
    ['schema pg_catalog', 'SCHEMA pg_catalog'],
  ].map(([object = '', target = '']): CatalogCase => ({
    name: `another comment than PostgreSQL's on the ${object}`,
    change: `COMMENT ON ${target} IS 'mine'`,
    kind: 'comment',
    object,
    says: ['mine'],
    repair: 'impossible',
  })),
  ...objects.map(([object, on, base = '']) => ({
    name: `a comment on ${object}`,
    base,
    change: `COMMENT ON ${on} IS 'it''s new'`,
    kind: 'comment' as const,
    object,
  })),
  {
    name: 'a comment on the database',
    change:
      "DO $$ BEGIN EXECUTE format('COMMENT ON DATABASE %I IS %L', current_database(), '100 % mine'); END $$",
    kind: 'comment',
    object: 'database current database',
  },
  {
    name: 'a comment that was removed',
    base: "CREATE TABLE t (a int); COMMENT ON COLUMN t.a IS 'first'",
    change: 'COMMENT ON COLUMN t.a IS NULL',
    kind: 'comment',
    object: 'column public.t.a',
  },
  {
    name: 'another comment',
    base: "CREATE TABLE t (a int); COMMENT ON TABLE t IS 'first'",
    change: "COMMENT ON TABLE t IS E'second\\\\n'",
    kind: 'comment',
    object: 'table public.t',
    says: ['first', 'second'],
  },
  {
    name: "another comment than PostgreSQL's on a schema, and its own again",
    change: "COMMENT ON SCHEMA pg_catalog IS 'mine'",
    undo: "COMMENT ON SCHEMA pg_catalog IS 'system catalog schema'",
  },
  {
    name: 'a comment lost with its function',
    base: "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'; COMMENT ON FUNCTION one IS 'x'",
    change: 'DROP FUNCTION one',
    undo: "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    kind: 'comment',
    object: 'function public.one()',
  },
  {
    name: 'a comment on a temporary table',
    change:
      "CREATE TEMPORARY TABLE temporary_one (a int); COMMENT ON TABLE temporary_one IS 'x'; COMMENT ON COLUMN temporary_one.a IS 'x'",
  },
  {
    name: 'a comment that came back',
    base: "CREATE TABLE t (a int); COMMENT ON TABLE t IS 'first'",
    change: 'COMMENT ON TABLE t IS NULL',
    undo: "COMMENT ON TABLE t IS 'first'",
  },
  {
    name: 'a comment on a member of an extension',
    base: 'CREATE EXTENSION citext',
    change: "COMMENT ON FUNCTION citext_eq(citext, citext) IS 'mine'",
    kind: 'comment',
    object: 'function public.citext_eq(public.citext,public.citext)',
  },
];
