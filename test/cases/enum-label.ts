import type { CatalogCase } from './case.js';

/** An enum cannot lose a label, so it is re-created together with all objects that use it. */
export const enumLabelCases: readonly CatalogCase[] = [
  {
    name: 'an enum that got a label: partial index',
    base: "CREATE TYPE offer_side AS ENUM ('ask', 'bid'); CREATE TABLE offers (id integer PRIMARY KEY, side offer_side NOT NULL, price integer NOT NULL); CREATE INDEX offers_bids ON offers (price) WHERE side = 'bid'; INSERT INTO offers VALUES (1, 'ask', 3);",
    change: "ALTER TYPE offer_side ADD VALUE 'swap';",
    kind: 'type',
    object: 'public.offer_side',
  },
  {
    name: 'an enum that got a label: check',
    base: "CREATE TYPE offer_side AS ENUM ('ask', 'bid'); CREATE TABLE offers (id integer PRIMARY KEY, side offer_side NOT NULL, price integer NOT NULL); ALTER TABLE offers ADD CONSTRAINT dear_bids CHECK (side <> 'bid' OR price > 10); COMMENT ON CONSTRAINT dear_bids ON offers IS 'c';",
    change: "ALTER TYPE offer_side ADD VALUE 'swap';",
    kind: 'type',
    object: 'public.offer_side',
  },
  {
    name: 'an enum that got a label: function',
    base: "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE FUNCTION f(mood) RETURNS int LANGUAGE sql AS 'SELECT 1'; COMMENT ON FUNCTION f IS 'c'; REVOKE EXECUTE ON FUNCTION f FROM PUBLIC;",
    change: "ALTER TYPE mood ADD VALUE 'new';",
    kind: 'type',
    object: 'public.mood',
  },
  {
    name: 'an enum that got a label: view on view',
    base: "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (id int PRIMARY KEY, m mood DEFAULT 'ok', ms mood[] DEFAULT '{}'); CREATE VIEW v AS SELECT id, m FROM t WHERE m = 'ok'; CREATE VIEW w AS SELECT count(*) AS n FROM v; COMMENT ON VIEW w IS 'w'; COMMENT ON COLUMN v.m IS 'm'; GRANT SELECT ON v TO PUBLIC; CREATE MATERIALIZED VIEW mv AS SELECT * FROM v; CREATE UNIQUE INDEX mvi ON mv (id);",
    change: "ALTER TYPE mood ADD VALUE 'new';",
    kind: 'type',
    object: 'public.mood',
  },
  {
    name: 'an enum that got a label: operator cast domain composite',
    base: "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE DOMAIN good AS mood DEFAULT 'ok' CHECK (VALUE <> 'sad'); CREATE TYPE pair AS (a int, m mood); CREATE FUNCTION same(mood, mood) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true'; CREATE OPERATOR === (LEFTARG = mood, RIGHTARG = mood, FUNCTION = same); CREATE CAST (text AS mood) WITH INOUT AS ASSIGNMENT; CREATE TABLE t (id int, g good, p pair, gs good[], CHECK (g::text <> 'sad')); COMMENT ON DOMAIN good IS 'd'; COMMENT ON CAST (text AS mood) IS 'c'; COMMENT ON OPERATOR === (mood, mood) IS 'o'; COMMENT ON TYPE mood IS 'mood'; INSERT INTO t VALUES (1, 'ok', ROW(1, 'sad'), '{ok}');",
    change: "ALTER TYPE mood ADD VALUE 'new';",
    kind: 'type',
    object: 'public.mood',
  },
  {
    name: 'an enum that got a label: policy trigger rule',
    base: "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; CREATE TABLE t (id int, m mood); ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (m = 'ok'); CREATE TRIGGER tr BEFORE UPDATE OF m ON t FOR EACH ROW WHEN (NEW.m = 'sad') EXECUTE FUNCTION tf(); ALTER TABLE t DISABLE TRIGGER tr; COMMENT ON TRIGGER tr ON t IS 'x'; COMMENT ON POLICY p ON t IS 'p'; CREATE RULE r AS ON DELETE TO t WHERE OLD.m = 'ok' DO INSTEAD NOTHING; CREATE STATISTICS st ON id, m FROM t;",
    change: "ALTER TYPE mood ADD VALUE 'new';",
    kind: 'type',
    object: 'public.mood',
  },
  {
    name: 'an enum that got a label: generated',
    base: "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (id int, m mood, g boolean GENERATED ALWAYS AS (m = 'ok') STORED); CREATE INDEX ON t (g);",
    change: "ALTER TYPE mood ADD VALUE 'new';",
    kind: 'type',
    object: 'public.mood',
  },
  {
    name: 'an enum that got a label: column in partitioned table',
    base: "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (id int, m mood DEFAULT 'ok') PARTITION BY LIST (id); CREATE TABLE ts PARTITION OF t FOR VALUES IN (1); CREATE TABLE p (m mood); CREATE TABLE c () INHERITS (p); CREATE INDEX ON t (id) WHERE m = 'ok';",
    change: "ALTER TYPE mood ADD VALUE 'new';",
    kind: 'type',
    object: 'public.mood',
  },
  {
    name: 'an enum that got a label: as key with fk',
    base: "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (m mood PRIMARY KEY); CREATE TABLE r (m mood REFERENCES t ON DELETE CASCADE); COMMENT ON CONSTRAINT r_m_fkey ON r IS 'fk';",
    change: "ALTER TYPE mood ADD VALUE 'new';",
    kind: 'type',
    object: 'public.mood',
  },
  {
    name: 'an enum that got a label: default of other column and function default',
    base: "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (m text DEFAULT 'ok'::mood); CREATE FUNCTION g(a int DEFAULT 1, b mood DEFAULT 'ok') RETURNS SETOF mood LANGUAGE plpgsql AS $$ BEGIN RETURN; END $$; CREATE TABLE u (x int DEFAULT (0)); CREATE FUNCTION dflt() RETURNS mood LANGUAGE sql AS $$ SELECT 'ok'::mood $$; CREATE TABLE w (m mood DEFAULT dflt()); CREATE AGGREGATE worst(mood) (SFUNC = enum_smaller, STYPE = mood);",
    change: "ALTER TYPE mood ADD VALUE 'new';",
    kind: 'type',
    object: 'public.mood',
  },
  {
    name: 'an enum that got a label: a partition key',
    base: "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE t (m mood) PARTITION BY LIST (m)",
    change: "ALTER TYPE mood ADD VALUE 'new'",
    kind: 'type',
    object: 'public.mood',
    repair: 'impossible',
  },
  {
    name: 'an enum that got a label: the default of a column',
    base: "CREATE TYPE state AS ENUM ('ready', 'done'); CREATE TABLE jobs (id int PRIMARY KEY, state state NOT NULL DEFAULT 'ready', past state[] DEFAULT '{ready}', next state);",
    change:
      "ALTER TABLE jobs ALTER state DROP DEFAULT, ALTER past DROP DEFAULT; ALTER TYPE state RENAME TO state_old; CREATE TYPE state AS ENUM ('ready', 'done', 'new'); ALTER TABLE jobs ALTER state TYPE state USING state::text::state, ALTER past TYPE state[] USING past::text::state[], ALTER next TYPE state USING next::text::state; DROP TYPE state_old; ALTER TABLE jobs ALTER state SET DEFAULT 'new', ALTER past SET DEFAULT '{new}', ALTER next SET DEFAULT 'new', ALTER state DROP NOT NULL;",
    kind: 'type',
    object: 'public.state',
    // A new label can be used only after the transaction that adds it has committed.
    there: 'not tried',
  },
];
