import type { CatalogCase } from './case.js';

/** Objects that were only renamed are renamed back, and keep their contents. */
export const renameCases: readonly CatalogCase[] = [
  {
    name: 'renamed table with key',
    base: "CREATE TABLE notes (id serial PRIMARY KEY, body text NOT NULL, CONSTRAINT u UNIQUE (body)); CREATE INDEX notes_x ON notes (lower(body)); COMMENT ON TABLE notes IS 'n'; CREATE TABLE r (n int REFERENCES notes);",
    change: 'ALTER TABLE notes RENAME TO remarks;',
    kind: 'sequence',
    object: 'public.notes_id_seq',
  },
  {
    name: 'renamed table, key and sequence',
    base: 'CREATE TABLE notes (id serial PRIMARY KEY, body text NOT NULL);',
    change:
      'ALTER TABLE notes RENAME TO remarks; ALTER INDEX notes_pkey RENAME TO remarks_pkey; ALTER SEQUENCE notes_id_seq RENAME TO remarks_id_seq;',
    kind: 'sequence',
    object: 'public.notes_id_seq',
  },
  {
    name: 'renamed and one column added',
    base: 'CREATE TABLE notes (id serial PRIMARY KEY, body text NOT NULL);',
    change: 'ALTER TABLE notes RENAME TO remarks; ALTER TABLE remarks ADD x int;',
    kind: 'sequence',
    object: 'public.notes_id_seq',
  },
  {
    name: 'renamed and column dropped',
    base: 'CREATE TABLE notes (id serial PRIMARY KEY, body text NOT NULL, last int);',
    change: 'ALTER TABLE notes RENAME TO remarks; ALTER TABLE remarks DROP last;',
    kind: 'sequence',
    object: 'public.notes_id_seq',
  },
  {
    name: 'renamed column with index and key',
    base: 'CREATE TABLE notes (id int PRIMARY KEY, body text UNIQUE); CREATE INDEX notes_body_idx ON notes (body);',
    change:
      'ALTER TABLE notes RENAME body TO content; ALTER INDEX notes_body_idx RENAME TO notes_content_idx; ALTER TABLE notes RENAME CONSTRAINT notes_body_key TO notes_content_key;',
    kind: 'column',
    object: 'public.notes.body',
  },
  {
    name: 'renamed pkey with fk',
    base: 'CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE r (t int REFERENCES t); CREATE PUBLICATION pub FOR TABLE t;',
    change: 'ALTER TABLE t RENAME CONSTRAINT t_pkey TO t_key;',
    kind: 'constraint',
    object: 't_pkey on public.t',
  },
  {
    name: 'renamed collation',
    base: "CREATE COLLATION co (provider = libc, locale = 'C'); CREATE TABLE t (a text COLLATE co); CREATE VIEW v AS SELECT a FROM t;",
    change: 'ALTER COLLATION co RENAME TO cc;',
    kind: 'collation',
    object: 'public.co',
  },
  {
    name: 'renamed function used everywhere',
    base: "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'; CREATE TABLE t (a int DEFAULT f(1), b int GENERATED ALWAYS AS (f(2)) STORED, CHECK (f(a) > 0)); CREATE INDEX ON t (f(a)); CREATE VIEW v AS SELECT f(a) AS x FROM t;",
    change: 'ALTER FUNCTION f RENAME TO g;',
    kind: 'function',
    object: 'public.f(integer)',
  },
  {
    name: 'renamed type used',
    base: "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (m mood DEFAULT 'ok', CHECK (m <> 'sad')); CREATE FUNCTION f(mood) RETURNS int LANGUAGE sql AS 'SELECT 1';",
    change: 'ALTER TYPE mood RENAME TO feeling;',
    kind: 'type',
    object: 'public.mood',
  },
  {
    name: 'renamed trigger policy rule statistics',
    base: "CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; CREATE TABLE t (id int, b int); CREATE POLICY p ON t USING (id = 1); CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION tf(); CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING; CREATE STATISTICS st ON id, b FROM t; COMMENT ON TRIGGER tr ON t IS 'x';",
    change:
      'ALTER POLICY p ON t RENAME TO p2; ALTER TRIGGER tr ON t RENAME TO tr2; ALTER RULE r ON t RENAME TO r2; ALTER STATISTICS st RENAME TO st2;',
    kind: 'statistics',
    object: 'public.st',
  },
  {
    name: 'renamed schema',
    base: "CREATE SCHEMA a; CREATE TABLE a.t (id serial PRIMARY KEY); CREATE VIEW a.v AS SELECT * FROM a.t; CREATE FUNCTION a.f(a.t) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TABLE x (r int REFERENCES a.t); GRANT USAGE ON SCHEMA a TO PUBLIC; COMMENT ON SCHEMA a IS 's';",
    change: 'ALTER SCHEMA a RENAME TO b;',
    kind: 'schema',
    object: 'a',
  },
  {
    name: 'renamed empty schema',
    base: 'CREATE SCHEMA a; GRANT USAGE ON SCHEMA a TO PUBLIC;',
    change: 'ALTER SCHEMA a RENAME TO b;',
    kind: 'schema',
    object: 'a',
  },
  {
    name: 'swapped names',
    base: 'CREATE TABLE a (id int PRIMARY KEY, x int); CREATE TABLE b (id int PRIMARY KEY, y text);',
    change: 'ALTER TABLE a RENAME TO tmp; ALTER TABLE b RENAME TO a; ALTER TABLE tmp RENAME TO b;',
    kind: 'column',
    object: 'public.a.x',
  },
  {
    name: 'replaced table',
    base: 'CREATE TABLE seats (id serial PRIMARY KEY, aisle integer NOT NULL, spot integer NOT NULL); CREATE INDEX si ON seats (spot);',
    change:
      'ALTER TABLE seats RENAME TO seats_old; CREATE TABLE seats (id serial PRIMARY KEY, aisle integer NOT NULL, spot integer NOT NULL, price integer NOT NULL);',
    kind: 'sequence',
    object: 'public.seats_id_seq',
  },
  {
    name: 'replaced table with index renamed',
    base: 'CREATE TABLE seats (id serial PRIMARY KEY, aisle integer NOT NULL); CREATE INDEX si ON seats (aisle);',
    change:
      'ALTER TABLE seats RENAME TO seats_old; ALTER INDEX seats_pkey RENAME TO seats_old_pkey; ALTER INDEX si RENAME TO si_old; ALTER SEQUENCE seats_id_seq RENAME TO seats_old_id_seq; CREATE TABLE seats (id serial PRIMARY KEY, aisle integer NOT NULL, price integer NOT NULL); CREATE INDEX si ON seats (aisle);',
    kind: 'sequence',
    object: 'public.seats_old_id_seq',
  },
  {
    name: 'same shape dropped and created',
    base: 'CREATE TABLE a (id int PRIMARY KEY, x int); CREATE TABLE z (q int);',
    change: 'DROP TABLE a; CREATE TABLE b (id int PRIMARY KEY, x int);',
    kind: 'table',
    object: 'public.a',
  },
  {
    name: 'moved and renamed',
    base: 'CREATE SCHEMA s; CREATE TABLE t (id serial PRIMARY KEY, x int UNIQUE); CREATE VIEW v AS SELECT t.id, t.x FROM t WHERE t.x > 1;',
    change: 'ALTER TABLE t SET SCHEMA s; ALTER TABLE s.t RENAME TO u;',
    kind: 'sequence',
    object: 'public.t_id_seq',
  },
  {
    name: 'renamed view function procedure aggregate sequence domain matview',
    base: "CREATE VIEW v AS SELECT 1 AS a; CREATE MATERIALIZED VIEW mv AS SELECT a FROM v; CREATE INDEX mvi ON mv (a); CREATE PROCEDURE p() LANGUAGE sql AS ''; CREATE AGGREGATE ag(int) (SFUNC = int4larger, STYPE = int); CREATE SEQUENCE sq; CREATE DOMAIN d AS int CHECK (VALUE > 0); CREATE TABLE t (a d DEFAULT nextval('sq')); COMMENT ON VIEW v IS 'v'; CREATE FUNCTION f(d) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION f(text) RETURNS int LANGUAGE sql AS 'SELECT 1';",
    change:
      'ALTER VIEW v RENAME TO v2; ALTER MATERIALIZED VIEW mv RENAME TO mv2; ALTER INDEX mvi RENAME TO mvi2; ALTER PROCEDURE p RENAME TO p2; ALTER AGGREGATE ag(int) RENAME TO ag2; ALTER SEQUENCE sq RENAME TO sq2; ALTER DOMAIN d RENAME TO d2; ALTER FUNCTION f(text) RENAME TO g;',
    kind: 'domain',
    object: 'public.d',
  },
  {
    name: 'renamed publication server fdw event trigger text search',
    base: 'CREATE FOREIGN DATA WRAPPER w; CREATE SERVER srv FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE ft (a int) SERVER srv; CREATE USER MAPPING FOR PUBLIC SERVER srv; COMMENT ON SERVER srv IS \'s\'; CREATE PUBLICATION pb; CREATE TEXT SEARCH DICTIONARY dict (TEMPLATE = simple); CREATE TEXT SEARCH CONFIGURATION conf (PARSER = pg_catalog."default"); ALTER TEXT SEARCH CONFIGURATION conf ADD MAPPING FOR asciiword WITH dict; CREATE FUNCTION et() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$; CREATE EVENT TRIGGER evt ON sql_drop EXECUTE FUNCTION et();',
    change:
      'ALTER SERVER srv RENAME TO srv2; ALTER FOREIGN DATA WRAPPER w RENAME TO w2; ALTER PUBLICATION pb RENAME TO pb2; ALTER TEXT SEARCH DICTIONARY dict RENAME TO dict2; ALTER TEXT SEARCH CONFIGURATION conf RENAME TO conf2; ALTER EVENT TRIGGER evt RENAME TO evt2; ALTER FUNCTION et RENAME TO et2;',
    kind: 'function',
    object: 'public.et()',
  },
  {
    name: 'renamed inherited column and check',
    base: 'CREATE TABLE p (a int CONSTRAINT pos CHECK (a > 0), b int); CREATE TABLE c () INHERITS (p); CREATE TABLE d () INHERITS (c);',
    change: 'ALTER TABLE p RENAME a TO z; ALTER TABLE p RENAME CONSTRAINT pos TO posi;',
    kind: 'column',
    object: 'public.c.a',
  },
  {
    name: 'renamed partitioned',
    base: 'CREATE TABLE m (id int PRIMARY KEY, v int) PARTITION BY RANGE (id); CREATE TABLE m1 PARTITION OF m FOR VALUES FROM (1) TO (2); CREATE INDEX mi ON m (v);',
    change:
      'ALTER TABLE m RENAME TO m9; ALTER TABLE m9 RENAME v TO w; ALTER INDEX mi RENAME TO mi9; ALTER TABLE m9 RENAME CONSTRAINT m_pkey TO m9_pkey;',
    kind: 'table',
    object: 'public.m',
  },
  {
    name: 'renamed composite attribute',
    base: 'CREATE TYPE pair AS (x int, y text); CREATE TABLE t (p pair);',
    change: 'ALTER TYPE pair RENAME ATTRIBUTE x TO z;',
    kind: 'type',
    object: 'public.pair',
  },
  {
    name: 'renamed column used by view',
    base: 'CREATE TABLE t (id int, a int); CREATE VIEW v AS SELECT a FROM t; CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT a FROM t; END; CREATE TRIGGER tr BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();',
    change: 'ALTER TABLE t RENAME a TO b;',
    kind: 'function',
    object: 'public.f()',
  },
  {
    name: 'renamed and moved to new schema',
    base: 'CREATE TABLE t (id int PRIMARY KEY);',
    change: 'CREATE SCHEMA s; ALTER TABLE t SET SCHEMA s;',
    kind: 'table',
    object: 'public.t',
  },
  {
    name: 'opclass rename',
    base: 'CREATE OPERATOR CLASS myops FOR TYPE int USING hash AS FUNCTION 1 hashint4(int), OPERATOR 1 =; CREATE TABLE t (a int); CREATE INDEX ti ON t USING hash (a myops);',
    change:
      'ALTER OPERATOR CLASS myops USING hash RENAME TO ops2; ALTER OPERATOR FAMILY myops USING hash RENAME TO fam2;',
    kind: 'operator family',
    object: 'public.myops USING hash',
  },
];
