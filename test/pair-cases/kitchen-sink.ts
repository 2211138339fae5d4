/** Roles of the kitchen sink. All databases of a server share them, so tests create and drop them separately. */
export const sinkRoles = ['pair_owner', 'pair_reader', 'pair_writer', '"pair Odd"'] as const;

const types = `
CREATE EXTENSION citext SCHEMA public;
CREATE SCHEMA app AUTHORIZATION pair_owner;
COMMENT ON SCHEMA app IS 'the application';
CREATE SCHEMA audit;
CREATE SCHEMA "Odd Schema";
CREATE EXTENSION pg_trgm SCHEMA app;
GRANT USAGE ON SCHEMA app TO pair_reader, pair_writer WITH GRANT OPTION;
CREATE COLLATION app.german (provider = icu, locale = 'de-DE');
CREATE COLLATION app.plain FROM "C";
COMMENT ON COLLATION app.german IS 'sorts German';
CREATE TYPE app.status AS ENUM ('new', 'open', 'on hold', 'done');
ALTER TYPE app.status OWNER TO pair_owner;
GRANT USAGE ON TYPE app.status TO pair_reader;
COMMENT ON TYPE app.status IS 'state of an order';
CREATE TYPE app.mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE "Odd Schema"."Odd Type" AS ENUM ('a''b', 'C d');
CREATE TYPE app.address AS (street text, zip character varying(10), city text COLLATE "C");
COMMENT ON TYPE app.address IS 'where someone lives';
COMMENT ON COLUMN app.address.zip IS 'postal code';
CREATE TYPE app.person AS (name text, home app.address);
CREATE TYPE app.float_range AS RANGE (subtype = double precision, subtype_diff = float8mi);
CREATE FUNCTION app.is_short(value text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT pg_catalog.length(value) < 40';
CREATE DOMAIN app.short_text AS text COLLATE "C" DEFAULT 'none' CONSTRAINT short_enough CHECK (app.is_short(VALUE));
CREATE DOMAIN app.positive AS integer NOT NULL CHECK (VALUE > 0);
COMMENT ON DOMAIN app.short_text IS 'a short text';
COMMENT ON CONSTRAINT short_enough ON DOMAIN app.short_text IS 'not long';
CREATE DOMAIN app.email AS public.citext CHECK (VALUE ~ '@');`;

const routines = `
CREATE SEQUENCE app.order_numbers AS bigint INCREMENT BY 5 MINVALUE 100 MAXVALUE 1000000 START WITH 100 CACHE 10 CYCLE;
COMMENT ON SEQUENCE app.order_numbers IS 'numbers of orders';
GRANT USAGE ON SEQUENCE app.order_numbers TO pair_writer;
CREATE FUNCTION app.next_number() RETURNS text LANGUAGE sql VOLATILE
  AS $$ SELECT 'N' || nextval('app.order_numbers'::regclass)::text $$;
CREATE FUNCTION app.normalize(value text, strip boolean DEFAULT true) RETURNS text
  LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 5
  AS $$ BEGIN RETURN CASE WHEN strip THEN btrim(lower(value)) ELSE lower(value) END; END $$;
COMMENT ON FUNCTION app.normalize(text, boolean) IS 'lower case';
CREATE FUNCTION app.is_visible(owner_name text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = '' AS $$ SELECT owner_name = current_user $$;
ALTER FUNCTION app.is_visible(text) OWNER TO pair_owner;
REVOKE ALL ON FUNCTION app.is_visible(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.is_visible(text) TO pair_reader;
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION app.log_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE FUNCTION app.double(value integer) RETURNS integer LANGUAGE sql IMMUTABLE
  RETURN value * 2;
CREATE FUNCTION app.rank_of(value app.status) RETURNS integer LANGUAGE sql IMMUTABLE
  AS $$ SELECT CASE value WHEN 'new' THEN 1 ELSE 2 END $$;
CREATE PROCEDURE app.archive(before date, INOUT moved integer DEFAULT 0) LANGUAGE plpgsql
  AS $$ BEGIN moved := 1; END $$;
CREATE FUNCTION app.add_up(state integer, value integer) RETURNS integer LANGUAGE sql IMMUTABLE
  AS $$ SELECT state + coalesce(value, 0) $$;
CREATE AGGREGATE app.total(integer) (SFUNC = app.add_up, STYPE = integer, INITCOND = '0', PARALLEL = SAFE);
COMMENT ON AGGREGATE app.total(integer) IS 'a sum';
CREATE FUNCTION app.same_address(one app.address, other app.address) RETURNS boolean LANGUAGE sql IMMUTABLE
  AS $$ SELECT (one).street = (other).street $$;
CREATE OPERATOR app.=== (LEFTARG = app.address, RIGHTARG = app.address, FUNCTION = app.same_address, COMMUTATOR = OPERATOR(app.===));
CREATE FUNCTION app.equal_moods(one app.mood, other app.mood) RETURNS boolean LANGUAGE sql IMMUTABLE
  AS $$ SELECT one::text = other::text $$;
CREATE FUNCTION app.hash_mood(value app.mood) RETURNS integer LANGUAGE sql IMMUTABLE
  AS $$ SELECT pg_catalog.hashtext(value::text) $$;
CREATE OPERATOR app.== (LEFTARG = app.mood, RIGHTARG = app.mood, FUNCTION = app.equal_moods, COMMUTATOR = OPERATOR(app.==), HASHES);
CREATE OPERATOR FAMILY app.mood_family USING hash;
CREATE OPERATOR CLASS app.mood_ops FOR TYPE app.mood USING hash FAMILY app.mood_family AS
  OPERATOR 1 app.== (app.mood, app.mood), FUNCTION 1 app.hash_mood(app.mood);
CREATE FUNCTION app.mood_to_int(value app.mood) RETURNS integer LANGUAGE sql IMMUTABLE
  AS $$ SELECT CASE value WHEN 'sad' THEN 0 ELSE 1 END $$;
CREATE CAST (app.mood AS integer) WITH FUNCTION app.mood_to_int(app.mood) AS ASSIGNMENT;
CREATE TEXT SEARCH DICTIONARY app.simple_words (TEMPLATE = pg_catalog.simple, STOPWORDS = english);
CREATE TEXT SEARCH CONFIGURATION app.english (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION app.english ALTER MAPPING FOR asciiword WITH app.simple_words, pg_catalog.english_stem;
CREATE CONVERSION app.latin FOR 'LATIN1' TO 'UTF8' FROM pg_catalog.iso8859_1_to_utf8;`;

const tables = `
CREATE TABLE app.customers (
  id bigint GENERATED ALWAYS AS IDENTITY (START WITH 1000 INCREMENT BY 10),
  email app.email NOT NULL,
  name text COLLATE app.german,
  nickname app.short_text,
  home app.address,
  mood app.mood DEFAULT 'ok',
  tags text[] DEFAULT '{}'::text[] NOT NULL,
  notes text,
  settings jsonb DEFAULT '{"a": 1}'::jsonb,
  search tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, COALESCE(name, ''::text))) STORED,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT customers_pkey PRIMARY KEY (id),
  CONSTRAINT customers_email_key UNIQUE (email),
  CONSTRAINT named CHECK (name <> ''::text)
) WITH (fillfactor = 80, autovacuum_enabled = false);
ALTER TABLE app.customers OWNER TO pair_owner;
ALTER TABLE app.customers ALTER COLUMN notes SET STORAGE EXTERNAL, ALTER COLUMN notes SET STATISTICS 200;
ALTER TABLE app.customers ALTER COLUMN name SET (n_distinct = -0.5);
COMMENT ON TABLE app.customers IS 'people who buy';
COMMENT ON COLUMN app.customers.email IS 'unique';
COMMENT ON CONSTRAINT named ON app.customers IS 'not empty';
GRANT SELECT ON app.customers TO pair_reader;
GRANT SELECT (name), UPDATE (name, notes) ON app.customers TO pair_writer;
CREATE TABLE app.orders (
  id serial PRIMARY KEY,
  number text DEFAULT app.next_number() NOT NULL,
  customer_id bigint NOT NULL CONSTRAINT orders_customer_id_fkey REFERENCES app.customers (id) ON DELETE CASCADE,
  status app.status DEFAULT 'new' NOT NULL,
  history app.status[] DEFAULT '{new}'::app.status[],
  amount numeric(10,2) DEFAULT 0 NOT NULL,
  quantity integer,
  doubled integer GENERATED ALWAYS AS (app.double(quantity)) STORED,
  during tstzrange,
  room integer,
  main_line bigint,
  CONSTRAINT positive_amount CHECK (amount >= 0),
  CONSTRAINT status_known CHECK (status <> 'on hold'::app.status OR quantity > 0),
  CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&) WHERE (room IS NOT NULL) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT orders_number_key UNIQUE (number) DEFERRABLE
);
ALTER TABLE app.orders ADD CONSTRAINT big_room CHECK (room < 1000) NOT VALID;
CREATE TABLE app.order_lines (
  order_id integer NOT NULL REFERENCES app.orders (id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
  line bigint NOT NULL,
  product text NOT NULL,
  price app.positive,
  PRIMARY KEY (order_id, line) INCLUDE (product)
);
ALTER TABLE app.orders ADD CONSTRAINT orders_main_line_fkey FOREIGN KEY (id, main_line) REFERENCES app.order_lines (order_id, line) NOT VALID;
CREATE TABLE app.events (
  id bigint NOT NULL, at timestamp with time zone NOT NULL, kind text NOT NULL, payload jsonb,
  CONSTRAINT events_pkey PRIMARY KEY (id, at, kind)
) PARTITION BY RANGE (at);
CREATE TABLE app.events_2024 PARTITION OF app.events FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2025-01-01 00:00:00+00');
CREATE TABLE app.events_2025 PARTITION OF app.events FOR VALUES FROM ('2025-01-01 00:00:00+00') TO ('2026-01-01 00:00:00+00')
  PARTITION BY LIST (kind);
CREATE TABLE app.events_2025_click PARTITION OF app.events_2025 FOR VALUES IN ('click', 'tap');
CREATE TABLE app.events_2025_other PARTITION OF app.events_2025 DEFAULT;
CREATE TABLE app.events_default PARTITION OF app.events DEFAULT;
CREATE INDEX events_kind_idx ON app.events (kind);
CREATE TABLE app.hashed (id integer, value text) PARTITION BY HASH (id);
CREATE TABLE app.hashed_0 PARTITION OF app.hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE app.hashed_1 PARTITION OF app.hashed FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE app.animals (id integer PRIMARY KEY, name text NOT NULL CHECK (name <> ''));
CREATE TABLE app.dogs (breed text) INHERITS (app.animals);
CREATE TABLE app.homes OF app.address (zip WITH OPTIONS NOT NULL, PRIMARY KEY (street));
CREATE UNLOGGED TABLE app.cache (key text PRIMARY KEY, value bytea COMPRESSION pglz);
CREATE TABLE "Odd Schema"."Odd Table" (
  "Id" integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  "a b" "Odd Schema"."Odd Type" DEFAULT 'a''b',
  "Quote""d" text
);
COMMENT ON TABLE "Odd Schema"."Odd Table" IS 'it''s odd';
CREATE TABLE audit.log (at timestamp without time zone DEFAULT '2024-01-01 00:00:00' NOT NULL, who name DEFAULT CURRENT_USER, what text, old app.person);
ALTER TABLE audit.log REPLICA IDENTITY FULL;
CREATE TABLE app.nodes (id integer PRIMARY KEY, parent integer CONSTRAINT nodes_parent_fkey REFERENCES app.nodes (id) ON DELETE SET NULL);`;

const rest = `
CREATE INDEX customers_name_idx ON app.customers (lower(name) COLLATE "C" text_pattern_ops DESC NULLS LAST) WHERE name IS NOT NULL;
CREATE INDEX customers_tags_idx ON app.customers USING gin (tags);
CREATE INDEX customers_trgm_idx ON app.customers USING gin (notes app.gin_trgm_ops);
CREATE INDEX customers_mood_idx ON app.customers USING hash (mood app.mood_ops);
CREATE INDEX orders_open_idx ON app.orders (customer_id, amount DESC) INCLUDE (number) WITH (fillfactor = 70) WHERE status <> 'done'::app.status;
CREATE INDEX orders_rank_idx ON app.orders (app.rank_of(status), quantity);
ALTER INDEX app.orders_rank_idx ALTER COLUMN 1 SET STATISTICS 300;
CREATE UNIQUE INDEX log_unique ON audit.log (at, what);
COMMENT ON INDEX app.orders_open_idx IS 'open orders';
ALTER TABLE app.orders CLUSTER ON orders_pkey;
CREATE STATISTICS app.order_statistics (dependencies, ndistinct) ON customer_id, status FROM app.orders;
COMMENT ON STATISTICS app.order_statistics IS 'they depend';
CREATE VIEW app.open_orders AS SELECT o.id, o.number, o.status, o.amount, c.name AS customer
  FROM app.orders o JOIN app.customers c ON c.id = o.customer_id WHERE o.status <> 'done'::app.status;
COMMENT ON VIEW app.open_orders IS 'not done';
COMMENT ON COLUMN app.open_orders.customer IS 'their name';
GRANT SELECT ON app.open_orders TO pair_reader;
CREATE VIEW app.large_orders WITH (security_barrier = true) AS SELECT id, amount FROM app.open_orders WHERE amount > 100 WITH LOCAL CHECK OPTION;
ALTER VIEW app.open_orders OWNER TO pair_owner;
CREATE VIEW app.numbers AS SELECT app.normalize(number, true) AS number, app.total(quantity) AS total FROM app.orders GROUP BY number;
CREATE VIEW audit.recent AS SELECT at, what FROM audit.log;
CREATE MATERIALIZED VIEW app.totals AS SELECT customer_id, sum(amount) AS total, count(*) AS orders FROM app.orders GROUP BY customer_id;
CREATE UNIQUE INDEX totals_customer_id_idx ON app.totals (customer_id);
COMMENT ON MATERIALIZED VIEW app.totals IS 'sums';
GRANT SELECT ON app.totals TO pair_reader;
CREATE MATERIALIZED VIEW app.big_totals AS SELECT customer_id FROM app.totals WHERE total > 1000 WITH NO DATA;
CREATE RULE log_is_kept AS ON DELETE TO audit.log DO INSTEAD NOTHING;
CREATE RULE recent_insert AS ON INSERT TO audit.recent DO INSTEAD INSERT INTO audit.log (at, what) VALUES (new.at, new.what);
COMMENT ON RULE log_is_kept ON audit.log IS 'nothing is deleted';
CREATE TRIGGER touch_customer BEFORE INSERT OR UPDATE OF name, email ON app.customers FOR EACH ROW
  WHEN (new.name IS NOT NULL) EXECUTE FUNCTION app.touch('a', 'b');
COMMENT ON TRIGGER touch_customer ON app.customers IS 'touches';
CREATE TRIGGER touch_lines AFTER UPDATE ON app.order_lines REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION app.touch();
CREATE TRIGGER disabled_touch BEFORE DELETE ON app.orders FOR EACH ROW EXECUTE FUNCTION app.touch();
ALTER TABLE app.orders DISABLE TRIGGER disabled_touch;
CREATE TRIGGER replica_touch BEFORE DELETE ON app.orders FOR EACH ROW EXECUTE FUNCTION app.touch();
ALTER TABLE app.orders ENABLE REPLICA TRIGGER replica_touch;
CREATE TRIGGER event_touch AFTER INSERT ON app.events FOR EACH ROW EXECUTE FUNCTION app.touch();
CREATE CONSTRAINT TRIGGER checked_later AFTER INSERT ON app.orders DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.touch();
CREATE TRIGGER view_insert INSTEAD OF INSERT ON app.open_orders FOR EACH ROW EXECUTE FUNCTION app.touch();
CREATE EVENT TRIGGER pair_log_ddl ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'DROP TABLE') EXECUTE FUNCTION app.log_ddl();
ALTER EVENT TRIGGER pair_log_ddl DISABLE;
ALTER TABLE app.customers ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.orders FORCE ROW LEVEL SECURITY;
CREATE POLICY own_customers ON app.customers FOR SELECT TO pair_reader USING (app.is_visible(name));
CREATE POLICY all_orders ON app.orders AS RESTRICTIVE TO pair_writer, "pair Odd" USING (status <> 'done'::app.status) WITH CHECK (amount >= 0);
COMMENT ON POLICY own_customers ON app.customers IS 'only their own';
CREATE FUNCTION app.customers_of(since date) RETURNS SETOF app.customers LANGUAGE sql STABLE
  AS $$ SELECT * FROM app.customers WHERE created_at >= since $$;
CREATE FUNCTION app.count_orders() RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT count(*) AS count FROM app.open_orders; END;
CREATE PUBLICATION pair_orders FOR TABLE app.orders, app.order_lines WITH (publish = 'insert, update');
CREATE FOREIGN DATA WRAPPER pair_wrapper OPTIONS (debug 'true');
CREATE SERVER pair_server TYPE 'files' VERSION '1' FOREIGN DATA WRAPPER pair_wrapper OPTIONS (host 'example.org');
CREATE USER MAPPING FOR pair_reader SERVER pair_server OPTIONS (account 'reader');
CREATE FOREIGN TABLE audit.remote (id integer OPTIONS (column_name 'ID') NOT NULL, what text) SERVER pair_server OPTIONS (file 'remote.csv');
GRANT USAGE ON FOREIGN SERVER pair_server TO pair_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE pair_owner IN SCHEMA app GRANT SELECT ON TABLES TO pair_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE pair_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;`;

/** Statements for features of newer versions, by the first major version that has them. */
const newer: Readonly<Record<number, string>> = {
  15: `
CREATE TABLE app.sparse (a integer, b integer, CONSTRAINT sparse_key UNIQUE NULLS NOT DISTINCT (a, b));
CREATE VIEW app.invoking WITH (security_invoker = true) AS SELECT id FROM app.orders;
CREATE PUBLICATION pair_schema FOR TABLES IN SCHEMA audit;
CREATE PUBLICATION pair_filtered FOR TABLE app.customers (id, email, name) WHERE (id > 5);
ALTER TABLE app.nodes ADD COLUMN other integer;
ALTER TABLE app.nodes ADD CONSTRAINT nodes_other_fkey FOREIGN KEY (id, other) REFERENCES app.order_lines (order_id, line) ON DELETE SET NULL (other);`,
  18: `
CREATE TABLE app.virtuals (a integer, b integer GENERATED ALWAYS AS (a + 1) VIRTUAL, c integer CONSTRAINT c_is_there NOT NULL NO INHERIT,
  CONSTRAINT loose CHECK (a > 0) NOT ENFORCED);`,
};

/** A schema that contains every kind of object and, where possible, every attribute that differs from its default. */
export function kitchenSink(major: number): string {
  const more = Object.entries(newer).filter(([since]) => Number(since) <= major);
  return [types, routines, tables, rest, ...more.map(([, text]) => text)].join('\n');
}
