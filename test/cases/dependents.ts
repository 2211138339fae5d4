import type { CatalogCase } from './case.js';

/** Objects that depend on each other: the order of the SQL, and dependents that must be dropped and re-created. */
export const dependentCases: readonly CatalogCase[] = [
  {
    name: 'partition order',
    change:
      "CREATE TABLE m (id integer NOT NULL, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at); CREATE TABLE m_1 PARTITION OF m FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');",
    kind: 'table',
    object: 'public.m',
  },
  {
    name: 'partition order fk',
    change:
      "CREATE TABLE person (id int PRIMARY KEY); CREATE TABLE photo (id integer NOT NULL, p int REFERENCES person, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at); CREATE TABLE photo_1 PARTITION OF photo FOR VALUES FROM ('2026-01-01') TO ('2026-02-01'); CREATE TABLE apart PARTITION OF photo FOR VALUES FROM ('2027-01-01') TO ('2027-02-01') PARTITION BY RANGE (id); CREATE TABLE apart1 PARTITION OF apart FOR VALUES FROM (1) TO (2); CREATE INDEX photo_i ON photo (p); CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; CREATE TRIGGER tr BEFORE UPDATE ON photo FOR EACH ROW EXECUTE FUNCTION tf(); CREATE TABLE tag (id int, at date, FOREIGN KEY (id, at) REFERENCES photo);",
    kind: 'function',
    object: 'public.tf()',
  },
  {
    name: 'trigger cycle',
    change:
      "CREATE TABLE account (id integer PRIMARY KEY); CREATE TABLE wallet (account integer PRIMARY KEY REFERENCES account ON DELETE CASCADE, amount integer NOT NULL DEFAULT 0); CREATE FUNCTION open_wallet() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$ BEGIN INSERT INTO public.wallet (account) VALUES (new.id); RETURN new; END $$; CREATE TRIGGER open_wallet AFTER INSERT ON account FOR EACH ROW EXECUTE FUNCTION open_wallet();",
    kind: 'function',
    object: 'public.open_wallet()',
  },
  {
    name: 'trigger cycle gone',
    base: "CREATE TABLE account (id integer PRIMARY KEY); CREATE TABLE wallet (account integer PRIMARY KEY REFERENCES account ON DELETE CASCADE, amount integer NOT NULL DEFAULT 0); CREATE FUNCTION open_wallet() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$ BEGIN INSERT INTO public.wallet (account) VALUES (new.id); RETURN new; END $$; CREATE TRIGGER open_wallet AFTER INSERT ON account FOR EACH ROW EXECUTE FUNCTION open_wallet(); ALTER TABLE account DISABLE TRIGGER open_wallet;",
    change: 'DROP TABLE wallet; DROP TABLE account; DROP FUNCTION open_wallet();',
    kind: 'function',
    object: 'public.open_wallet()',
  },
  {
    name: 'row type function default',
    change:
      "CREATE TABLE t (id int, x int); CREATE FUNCTION f(t) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'; CREATE FUNCTION g() RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM public.t'; CREATE FUNCTION n(x t DEFAULT NULL) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$; ALTER TABLE t ALTER x SET DEFAULT n(); ALTER TABLE t ADD CHECK (f(t.*) > 0); CREATE VIEW v AS SELECT f(t.*) AS a FROM t; CREATE POLICY p ON t USING (EXISTS (SELECT FROM v)); CREATE RULE r AS ON DELETE TO t DO ALSO DELETE FROM v WHERE false;",
    kind: 'function',
    object: 'public.f(public.t)',
  },
  {
    name: 'row type function default gone',
    base: "CREATE TABLE t (id int, x int); CREATE FUNCTION f(t) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'; CREATE FUNCTION g() RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM public.t'; CREATE FUNCTION n(x t DEFAULT NULL) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$; ALTER TABLE t ALTER x SET DEFAULT n(); ALTER TABLE t ADD CHECK (f(t.*) > 0); CREATE VIEW v AS SELECT f(t.*) AS a FROM t; CREATE POLICY p ON t USING (EXISTS (SELECT FROM v));",
    change: 'DROP TABLE t CASCADE; DROP FUNCTION IF EXISTS f, g, n;',
    kind: 'function',
    object: 'public.f(public.t)',
  },
  {
    name: 'atomic functions',
    base: 'CREATE TABLE t (id int PRIMARY KEY); CREATE VIEW v AS SELECT id FROM t; CREATE FUNCTION f() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM v; END; CREATE FUNCTION a() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT f(); END; CREATE VIEW a AS SELECT a() AS n;',
    change: 'DROP TABLE t CASCADE;',
    kind: 'function',
    object: 'public.a()',
  },
  {
    name: 'atomic functions left',
    change:
      'CREATE TABLE t (id int PRIMARY KEY); CREATE VIEW v AS SELECT id FROM t; CREATE FUNCTION f() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM v; END; CREATE FUNCTION a() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT f(); END; CREATE VIEW a AS SELECT a() AS n;',
    kind: 'function',
    object: 'public.a()',
  },
  {
    name: 'casts and types gone',
    base: "CREATE TYPE a AS (x int); CREATE TYPE b AS ENUM ('x'); CREATE FUNCTION ab(a) RETURNS b LANGUAGE sql IMMUTABLE AS $$ SELECT 'x'::b $$; CREATE CAST (a AS b) WITH FUNCTION ab(a); CREATE DOMAIN d AS a CHECK ((VALUE)::b = 'x'); CREATE TABLE t (ds d[], x a, y b);",
    change: 'DROP TYPE a, b CASCADE; DROP FUNCTION IF EXISTS ab; DROP TABLE t;',
    kind: 'type',
    object: 'public.a',
  },
  {
    name: 'casts and types left',
    change:
      "CREATE TYPE a AS (x int); CREATE TYPE b AS ENUM ('x'); CREATE FUNCTION ab(a) RETURNS b LANGUAGE sql IMMUTABLE AS $$ SELECT 'x'::b $$; CREATE CAST (a AS b) WITH FUNCTION ab(a); CREATE DOMAIN d AS a CHECK ((VALUE)::b = 'x'); CREATE TABLE t (ds d[], x a, y b);",
    kind: 'type',
    object: 'public.a',
  },
  {
    name: 'base type gone',
    base: "CREATE TYPE code; CREATE FUNCTION code_in(cstring) RETURNS code LANGUAGE internal IMMUTABLE STRICT AS 'textin'; CREATE FUNCTION code_out(code) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout'; CREATE TYPE code (INPUT = code_in, OUTPUT = code_out, STORAGE = extended, CATEGORY = 'S', DEFAULT = 'x'); CREATE FUNCTION code_eq(code, code) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'texteq'; CREATE OPERATOR = (LEFTARG = code, RIGHTARG = code, FUNCTION = code_eq, COMMUTATOR = =); CREATE TABLE t (c code); COMMENT ON TYPE code IS 'c';",
    change: 'DROP TYPE code CASCADE; DROP TABLE t;',
    kind: 'type',
    object: 'public.code',
  },
  {
    name: 'base type left',
    change:
      "CREATE TYPE code; CREATE FUNCTION code_in(cstring) RETURNS code LANGUAGE internal IMMUTABLE STRICT AS 'textin'; CREATE FUNCTION code_out(code) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout'; CREATE TYPE code (INPUT = code_in, OUTPUT = code_out, STORAGE = extended, CATEGORY = 'S', DEFAULT = 'x'); CREATE FUNCTION code_eq(code, code) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'texteq'; CREATE OPERATOR = (LEFTARG = code, RIGHTARG = code, FUNCTION = code_eq, COMMUTATOR = =); CREATE TABLE t (c code);",
    kind: 'type',
    object: 'public.code',
  },
  {
    name: 'operator class gone',
    base: "CREATE FUNCTION cmp(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $2 - $1'; CREATE FUNCTION lt(int, int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > $2'; CREATE OPERATOR <# (LEFTARG = int, RIGHTARG = int, FUNCTION = lt); CREATE OPERATOR ># (LEFTARG = int, RIGHTARG = int, FUNCTION = lt, COMMUTATOR = <#); CREATE OPERATOR CLASS back FOR TYPE int USING btree AS OPERATOR 1 <#, OPERATOR 5 >#, FUNCTION 1 cmp(int, int); CREATE TABLE t (a int); CREATE INDEX ti ON t (a back);",
    change:
      'DROP OPERATOR FAMILY back USING btree CASCADE; DROP OPERATOR <# (int, int); DROP OPERATOR ># (int, int); DROP FUNCTION cmp, lt;',
    kind: 'function',
    object: 'public.cmp(integer,integer)',
  },
  {
    name: 'operator class left',
    change:
      "CREATE FUNCTION cmp(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $2 - $1'; CREATE FUNCTION lt(int, int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > $2'; CREATE OPERATOR <# (LEFTARG = int, RIGHTARG = int, FUNCTION = lt); CREATE OPERATOR ># (LEFTARG = int, RIGHTARG = int, FUNCTION = lt, COMMUTATOR = <#); CREATE OPERATOR CLASS back FOR TYPE int USING btree AS OPERATOR 1 <#, OPERATOR 5 >#, FUNCTION 1 cmp(int, int); CREATE TABLE t (a int); CREATE INDEX ti ON t (a back);",
    kind: 'function',
    object: 'public.cmp(integer,integer)',
  },
  {
    name: 'changed type under views',
    base: 'CREATE TABLE t (id int PRIMARY KEY, a int, b int GENERATED ALWAYS AS (id + 1) STORED); CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT a FROM v; CREATE POLICY p ON t USING (a = 1); CREATE RULE r AS ON DELETE TO t WHERE OLD.a = 1 DO INSTEAD NOTHING;',
    change:
      'DROP VIEW w, v; DROP POLICY p ON t; DROP RULE r ON t; ALTER TABLE t ALTER a TYPE bigint; CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT a FROM v; CREATE POLICY p ON t USING (a = 1); CREATE RULE r AS ON DELETE TO t WHERE OLD.a = 1 DO INSTEAD NOTHING;',
    kind: 'column',
    object: 'public.t.a',
  },
  {
    name: 'function return type changed under dependents',
    base: "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'; CREATE TABLE t (a int DEFAULT f(1), CHECK (f(a) > 0)); CREATE INDEX ON t (f(a)); CREATE VIEW v AS SELECT f(a) AS x FROM t;",
    change:
      "DROP FUNCTION f CASCADE; CREATE FUNCTION f(int) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT 1'; CREATE INDEX t_f_idx ON t (f(a)); CREATE VIEW v AS SELECT f(a) AS x FROM t;",
    kind: 'function',
    object: 'public.f(integer)',
  },
  {
    name: 'domain check and arrays',
    base: "CREATE FUNCTION okay(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true'; CREATE DOMAIN d AS text CONSTRAINT c CHECK (okay(VALUE)); CREATE TABLE t (ds d[]);",
    change: 'ALTER DOMAIN d DROP CONSTRAINT c; DROP TABLE t; DROP DOMAIN d; DROP FUNCTION okay;',
    kind: 'domain',
    object: 'public.d',
  },
  {
    name: 'circular fks gone',
    base: 'CREATE TABLE a (id int PRIMARY KEY, b int); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a); ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b; CREATE TABLE s (id int PRIMARY KEY, s int REFERENCES s);',
    change: 'DROP TABLE a, b CASCADE; DROP TABLE s;',
    kind: 'table',
    object: 'public.a',
  },
  {
    name: 'group by key view',
    base: 'CREATE TABLE t (id int PRIMARY KEY, a text); CREATE VIEW v AS SELECT id, a, count(*) AS n FROM t GROUP BY id;',
    change:
      'DROP VIEW v; ALTER TABLE t DROP CONSTRAINT t_pkey; ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY (id) DEFERRABLE;',
    kind: 'constraint',
    object: 't_pkey on public.t',
  },
  {
    name: 'group by key view gone',
    base: 'CREATE TABLE t (id int PRIMARY KEY, a text); CREATE VIEW v AS SELECT id, a, count(*) AS n FROM t GROUP BY id;',
    change: 'ALTER TABLE t DROP CONSTRAINT t_pkey CASCADE;',
    kind: 'constraint',
    object: 't_pkey on public.t',
  },
  {
    name: 'composite of table row',
    change:
      'CREATE TABLE t (id int); CREATE TYPE c AS (a int, r t); CREATE TABLE u (c c, rs t[]); CREATE DOMAIN d AS c;',
    kind: 'type',
    object: 'public.c',
  },
  {
    name: 'composite of table row gone',
    base: 'CREATE TABLE t (id int); CREATE TYPE c AS (a int, r t); CREATE TABLE u (c c, rs t[]); CREATE DOMAIN d AS c;',
    change: 'DROP TABLE t CASCADE; DROP TABLE u; DROP TYPE c CASCADE;',
    kind: 'type',
    object: 'public.c',
  },
  {
    name: 'sequence defaults',
    change:
      "CREATE SEQUENCE s; CREATE FUNCTION n() RETURNS bigint LANGUAGE sql AS $$ SELECT nextval('s') $$; CREATE TABLE t (a int DEFAULT nextval('s'), b bigint DEFAULT n(), c serial, d int GENERATED BY DEFAULT AS IDENTITY);",
    kind: 'function',
    object: 'public.n()',
  },
  {
    name: 'sequence defaults gone',
    base: "CREATE SEQUENCE s; CREATE FUNCTION n() RETURNS bigint LANGUAGE sql AS $$ SELECT nextval('s') $$; CREATE TABLE t (a int DEFAULT nextval('s'), b bigint DEFAULT n(), c serial, d int GENERATED BY DEFAULT AS IDENTITY);",
    change: 'DROP TABLE t; DROP FUNCTION n; DROP SEQUENCE s;',
    kind: 'function',
    object: 'public.n()',
  },
  {
    name: 'not null with rows',
    base: 'CREATE TABLE trips (id integer PRIMARY KEY, rider integer NOT NULL);',
    change: 'ALTER TABLE trips DROP COLUMN rider;',
    kind: 'column',
    object: 'public.trips.rider',
  },
  {
    name: 'type changes',
    base: "CREATE TYPE mood AS ENUM ('a'); CREATE TABLE t (a int, b uuid, c mood, d date, e jsonb, f text[], g varchar(10), h boolean, i interval, j numeric(10,2), k timestamptz, l mood[]);",
    change:
      'DROP TABLE t; CREATE TABLE t (a uuid, b int, c int, d int, e text[], f text, g int, h date, i int, j int, k date, l int);',
    kind: 'column',
    object: 'public.t.a',
  },
];
