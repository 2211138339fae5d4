import { changes } from './change.js';

export const routineChanges = changes([
  [
    'a new function',
    'CREATE FUNCTION app.half(value integer) RETURNS integer LANGUAGE sql AS $$ SELECT value / 2 $$',
  ],
  ['a dropped function', 'DROP FUNCTION app.customers_of(date)'],
  [
    'another body of a function',
    "CREATE OR REPLACE FUNCTION app.is_short(value text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT pg_catalog.length(value) < 50'",
  ],
  [
    'another body of a function that an index uses',
    "CREATE OR REPLACE FUNCTION app.rank_of(value app.status) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT CASE value WHEN 'new' THEN 3 ELSE 4 END $$",
  ],
  ['another volatility', 'ALTER FUNCTION app.customers_of(date) VOLATILE'],
  ['other costs and rows', 'ALTER FUNCTION app.customers_of(date) COST 50 ROWS 10'],
  [
    'another argument name',
    'DROP FUNCTION app.customers_of(date); CREATE FUNCTION app.customers_of(day date) RETURNS SETOF app.customers LANGUAGE sql STABLE AS $$ SELECT * FROM app.customers WHERE created_at >= day $$',
  ],
  [
    'another default of an argument',
    'CREATE OR REPLACE FUNCTION app.normalize(value text, strip boolean DEFAULT false) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 5 AS $$ BEGIN RETURN value; END $$',
  ],
  [
    'a dropped default of an argument',
    'DROP VIEW app.numbers; DROP FUNCTION app.normalize(text, boolean); CREATE FUNCTION app.normalize(value text, strip boolean) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN value; END $$',
  ],
  [
    'another return type',
    'DROP FUNCTION app.customers_of(date); CREATE FUNCTION app.customers_of(since date) RETURNS integer LANGUAGE sql STABLE AS $$ SELECT 1 $$',
  ],
  [
    'another signature',
    'DROP FUNCTION app.customers_of(date); CREATE FUNCTION app.customers_of(since timestamptz) RETURNS SETOF app.customers LANGUAGE sql STABLE AS $$ SELECT * FROM app.customers WHERE created_at >= since $$',
  ],
  [
    'another name of an argument of a function that a check uses',
    'ALTER TABLE app.customers ALTER COLUMN nickname TYPE text; DROP DOMAIN app.short_text; DROP FUNCTION app.is_short(text); CREATE FUNCTION app.is_short(given text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT true $$',
  ],
  ['a function that is no longer a security definer', 'ALTER FUNCTION app.is_visible(text) SECURITY INVOKER'],
  ['a setting of a function', "ALTER FUNCTION app.is_visible(text) SET work_mem = '1MB'"],
  ['a reset setting of a function', 'ALTER FUNCTION app.is_visible(text) RESET search_path'],
  ['another owner of a function', 'ALTER FUNCTION app.is_visible(text) OWNER TO pair_writer'],
  ['a granted privilege on a function', 'GRANT EXECUTE ON FUNCTION app.is_visible(text) TO pair_writer'],
  ['a revoked privilege on a function', 'REVOKE EXECUTE ON FUNCTION app.double(integer) FROM PUBLIC'],
  ['a comment on a function', "COMMENT ON FUNCTION app.double(integer) IS 'twice'"],
  ['a renamed function', 'ALTER FUNCTION app.next_number() RENAME TO following_number'],
  ['a function in another schema', 'ALTER FUNCTION app.double(integer) SET SCHEMA audit'],
  ['a new procedure', 'CREATE PROCEDURE app.nothing() LANGUAGE sql AS $$ SELECT 1 $$'],
  [
    'another body of a procedure',
    'CREATE OR REPLACE PROCEDURE app.archive(before date, INOUT moved integer DEFAULT 0) LANGUAGE plpgsql AS $$ BEGIN moved := 2; END $$',
  ],
  ['a dropped procedure', 'DROP PROCEDURE app.archive(date, integer)'],
  ['a new aggregate', 'CREATE AGGREGATE app.sum_all(integer) (SFUNC = app.add_up, STYPE = integer)'],
  ['a dropped aggregate', 'DROP VIEW app.numbers; DROP AGGREGATE app.total(integer)'],
  [
    'another start of an aggregate',
    "CREATE OR REPLACE AGGREGATE app.total(integer) (SFUNC = app.add_up, STYPE = integer, INITCOND = '5', PARALLEL = SAFE)",
  ],
  [
    'a new operator',
    'CREATE OPERATOR app.!== (LEFTARG = app.address, RIGHTARG = app.address, FUNCTION = app.same_address)',
  ],
  ['a dropped operator', 'DROP OPERATOR app.=== (app.address, app.address)'],
  ['an estimator of an operator', 'ALTER OPERATOR app.=== (app.address, app.address) SET (RESTRICT = eqsel)'],
  [
    'a dropped operator class',
    'DROP INDEX app.customers_mood_idx; DROP OPERATOR CLASS app.mood_ops USING hash',
  ],
  ['a dropped cast', 'DROP CAST (app.mood AS integer)'],
  [
    'another context of a cast',
    'DROP CAST (app.mood AS integer); CREATE CAST (app.mood AS integer) WITH FUNCTION app.mood_to_int(app.mood)',
  ],
  ['a new cast', 'CREATE CAST (app.address AS app.person) WITH INOUT'],
  ['a dropped conversion', 'DROP CONVERSION app.latin'],
  [
    'another mapping of a text search configuration',
    'ALTER TEXT SEARCH CONFIGURATION app.english ALTER MAPPING FOR word WITH pg_catalog.simple',
  ],
  [
    'an option of a text search dictionary',
    'ALTER TEXT SEARCH DICTIONARY app.simple_words (StopWords = german)',
  ],
  ['a dropped text search configuration', 'DROP TEXT SEARCH CONFIGURATION app.english'],
]);

export const viewChanges = changes([
  ['a new view', 'CREATE VIEW app.rooms AS SELECT DISTINCT room FROM app.orders'],
  ['a dropped view', 'DROP VIEW app.large_orders'],
  ['a dropped view with comments and privileges', 'DROP VIEW app.open_orders CASCADE'],
  [
    'a column at the end of a view',
    'CREATE OR REPLACE VIEW app.large_orders AS SELECT id, amount, customer FROM app.open_orders WHERE amount > 100 WITH LOCAL CHECK OPTION',
  ],
  [
    'another condition of a view',
    'CREATE OR REPLACE VIEW app.large_orders WITH (security_barrier = true) AS SELECT id, amount FROM app.open_orders WHERE amount > 500 WITH LOCAL CHECK OPTION',
  ],
  [
    'another condition of a view that others use',
    "CREATE OR REPLACE VIEW app.open_orders AS SELECT o.id, o.number, o.status, o.amount, c.name AS customer FROM app.orders o JOIN app.customers c ON c.id = o.customer_id WHERE o.status = 'new'",
  ],
  [
    'a column at the end of a view that others use',
    "CREATE OR REPLACE VIEW app.open_orders AS SELECT o.id, o.number, o.status, o.amount, c.name AS customer, o.room FROM app.orders o JOIN app.customers c ON c.id = o.customer_id WHERE o.status <> 'done'",
  ],
  [
    'a column of another type in a view',
    'DROP VIEW app.large_orders; CREATE VIEW app.large_orders AS SELECT id::bigint, amount FROM app.open_orders',
  ],
  ['another name of a column of a view', 'ALTER VIEW app.large_orders RENAME COLUMN amount TO sum'],
  ['an option of a view', 'ALTER VIEW app.open_orders SET (security_barrier = true)'],
  ['a reset option of a view', 'ALTER VIEW app.large_orders RESET (check_option)'],
  ['security invoker', 'ALTER VIEW app.invoking RESET (security_invoker)', { since: 15 }],
  ['a default of a column of a view', 'ALTER VIEW app.open_orders ALTER COLUMN amount SET DEFAULT 7'],
  ['another owner of a view', 'ALTER VIEW app.open_orders OWNER TO pair_writer'],
  ['a privilege on a view', 'GRANT UPDATE ON app.open_orders TO pair_writer'],
  ['a comment on a view', "COMMENT ON VIEW app.large_orders IS 'large'"],
  ['a removed comment on a column of a view', 'COMMENT ON COLUMN app.open_orders.customer IS NULL'],
  ['a renamed view', 'ALTER VIEW app.large_orders RENAME TO huge_orders'],
  ['a view in another schema', 'ALTER VIEW app.large_orders SET SCHEMA audit'],
  [
    'a new materialized view',
    'CREATE MATERIALIZED VIEW app.rooms AS SELECT room, count(*) FROM app.orders GROUP BY room; CREATE INDEX ON app.rooms (room)',
  ],
  ['a dropped materialized view', 'DROP MATERIALIZED VIEW app.big_totals'],
  [
    'another query of a materialized view',
    'DROP MATERIALIZED VIEW app.totals CASCADE; CREATE MATERIALIZED VIEW app.totals AS SELECT customer_id, max(amount) AS total FROM app.orders GROUP BY customer_id',
  ],
  ['a populated materialized view', 'REFRESH MATERIALIZED VIEW app.big_totals'],
  ['an option of a materialized view', 'ALTER MATERIALIZED VIEW app.totals SET (fillfactor = 70)'],
  ['another owner of a materialized view', 'ALTER MATERIALIZED VIEW app.totals OWNER TO pair_owner'],
  ['a new rule', 'CREATE RULE no_update AS ON UPDATE TO audit.log DO INSTEAD NOTHING'],
  ['a dropped rule', 'DROP RULE recent_insert ON audit.recent'],
  [
    'another rule',
    'CREATE OR REPLACE RULE log_is_kept AS ON DELETE TO audit.log WHERE old.what IS NULL DO INSTEAD NOTHING',
  ],
  ['a disabled rule', 'ALTER TABLE audit.log DISABLE RULE log_is_kept'],
  ['a comment on a rule', 'COMMENT ON RULE log_is_kept ON audit.log IS NULL'],
]);

export const triggerChanges = changes([
  [
    'a new trigger',
    'CREATE TRIGGER touch_node BEFORE UPDATE ON app.nodes FOR EACH ROW EXECUTE FUNCTION app.touch()',
  ],
  ['a dropped trigger', 'DROP TRIGGER touch_customer ON app.customers'],
  [
    'another condition of a trigger',
    'DROP TRIGGER touch_customer ON app.customers; CREATE TRIGGER touch_customer BEFORE INSERT ON app.customers FOR EACH ROW WHEN (new.mood IS NOT NULL) EXECUTE FUNCTION app.touch()',
  ],
  ['an enabled trigger', 'ALTER TABLE app.orders ENABLE TRIGGER disabled_touch'],
  ['a trigger that is always enabled', 'ALTER TABLE app.orders ENABLE ALWAYS TRIGGER replica_touch'],
  ['a renamed trigger', 'ALTER TRIGGER touch_customer ON app.customers RENAME TO touched'],
  ['a comment on a trigger', 'COMMENT ON TRIGGER touch_customer ON app.customers IS NULL'],
  ['a dropped trigger with transition tables', 'DROP TRIGGER touch_lines ON app.order_lines'],
  ['a dropped constraint trigger', 'DROP TRIGGER checked_later ON app.orders'],
  ['a dropped trigger of a view', 'DROP TRIGGER view_insert ON app.open_orders'],
  ['a dropped function with its triggers', 'DROP FUNCTION app.touch() CASCADE'],
  ['a new event trigger', 'CREATE EVENT TRIGGER pair_drops ON sql_drop EXECUTE FUNCTION app.log_ddl()'],
  ['a dropped event trigger', 'DROP EVENT TRIGGER pair_log_ddl'],
  ['an enabled event trigger', 'ALTER EVENT TRIGGER pair_log_ddl ENABLE REPLICA'],
  [
    'other tags of an event trigger',
    "DROP EVENT TRIGGER pair_log_ddl; CREATE EVENT TRIGGER pair_log_ddl ON ddl_command_end WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION app.log_ddl(); ALTER EVENT TRIGGER pair_log_ddl DISABLE",
  ],
  ['a new policy', 'CREATE POLICY mine ON app.orders FOR DELETE USING (app.is_visible(number))'],
  ['a dropped policy', 'DROP POLICY own_customers ON app.customers'],
  ['other roles of a policy', 'ALTER POLICY all_orders ON app.orders TO pair_reader'],
  [
    'another expression of a policy',
    'ALTER POLICY own_customers ON app.customers USING (app.is_visible(email::text))',
  ],
  [
    'a policy for another command',
    'DROP POLICY own_customers ON app.customers; CREATE POLICY own_customers ON app.customers FOR UPDATE TO pair_reader USING (app.is_visible(name))',
  ],
  ['a renamed policy', 'ALTER POLICY own_customers ON app.customers RENAME TO theirs'],
]);

export const otherChanges = changes([
  ['a new schema', "CREATE SCHEMA extra; COMMENT ON SCHEMA extra IS 'x'; CREATE TABLE extra.t (id integer)"],
  ['a dropped schema', 'DROP SCHEMA "Odd Schema" CASCADE'],
  ['another owner of a schema', 'ALTER SCHEMA app OWNER TO pair_writer'],
  ['a privilege on a schema', 'GRANT CREATE ON SCHEMA app TO pair_writer'],
  ['a comment on a schema', 'COMMENT ON SCHEMA app IS NULL'],
  ['a renamed schema', 'ALTER SCHEMA "Odd Schema" RENAME TO plain'],
  ['a new sequence', 'CREATE SEQUENCE app.counter AS smallint INCREMENT BY -1'],
  ['a dropped sequence', 'DROP SEQUENCE app.order_numbers'],
  ['options of a sequence', 'ALTER SEQUENCE app.order_numbers INCREMENT BY 2 MAXVALUE 5000 NO CYCLE CACHE 1'],
  ['another type of a sequence', 'ALTER SEQUENCE app.order_numbers AS integer'],
  ['another owner of a sequence', 'ALTER SEQUENCE app.order_numbers OWNER TO pair_owner'],
  ['a sequence owned by a column', 'ALTER SEQUENCE app.order_numbers OWNED BY app.orders.number'],
  ['a sequence that is no longer owned', 'ALTER SEQUENCE app.orders_id_seq OWNED BY NONE'],
  ['a privilege on a sequence', 'REVOKE USAGE ON SEQUENCE app.order_numbers FROM pair_writer'],
  [
    'a serial column that becomes an identity',
    'ALTER TABLE app.orders ALTER COLUMN id DROP DEFAULT; DROP SEQUENCE app.orders_id_seq; ALTER TABLE app.orders ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY',
  ],
  ['a new extension', 'CREATE EXTENSION hstore SCHEMA app'],
  ['a dropped extension', 'DROP EXTENSION pg_trgm CASCADE'],
  ['an extension in another schema', 'ALTER EXTENSION pg_trgm SET SCHEMA public'],
  ['an extension in another schema whose type is used', 'ALTER EXTENSION citext SET SCHEMA app'],
  ['a comment on an extension', "COMMENT ON EXTENSION pg_trgm IS 'x'"],
  ['tables of a publication', 'ALTER PUBLICATION pair_orders DROP TABLE app.orders'],
  ['operations of a publication', "ALTER PUBLICATION pair_orders SET (publish = 'delete')"],
  ['a new publication', 'CREATE PUBLICATION pair_all FOR ALL TABLES'],
  ['a dropped publication', 'DROP PUBLICATION pair_orders'],
  [
    'a row filter of a publication',
    'ALTER PUBLICATION pair_filtered SET TABLE app.customers (id, email) WHERE (id > 9)',
    { since: 15 },
  ],
  ['a schema of a publication', 'ALTER PUBLICATION pair_schema ADD TABLES IN SCHEMA app', { since: 15 }],
  ['an option of a wrapper', "ALTER FOREIGN DATA WRAPPER pair_wrapper OPTIONS (SET debug 'false')"],
  ['an option of a server', "ALTER SERVER pair_server VERSION '2' OPTIONS (ADD port '1', DROP host)"],
  ['a dropped user mapping', 'DROP USER MAPPING FOR pair_reader SERVER pair_server'],
  [
    'an option of a user mapping',
    "ALTER USER MAPPING FOR pair_reader SERVER pair_server OPTIONS (SET account 'other')",
  ],
  ['a column of a foreign table', 'ALTER FOREIGN TABLE audit.remote ADD COLUMN more integer'],
  [
    'options of a foreign table',
    "ALTER FOREIGN TABLE audit.remote OPTIONS (SET file 'other.csv'); ALTER FOREIGN TABLE audit.remote ALTER COLUMN id OPTIONS (SET column_name 'Id')",
  ],
  ['a dropped foreign table', 'DROP FOREIGN TABLE audit.remote'],
  ['a dropped server', 'DROP SERVER pair_server CASCADE'],
  ['a privilege on a server', 'REVOKE USAGE ON FOREIGN SERVER pair_server FROM pair_reader'],
  [
    'new default privileges',
    'ALTER DEFAULT PRIVILEGES IN SCHEMA audit GRANT SELECT ON SEQUENCES TO pair_reader',
  ],
  [
    'removed default privileges',
    'ALTER DEFAULT PRIVILEGES FOR ROLE pair_owner IN SCHEMA app REVOKE SELECT ON TABLES FROM pair_reader',
  ],
  [
    'other default privileges',
    'ALTER DEFAULT PRIVILEGES FOR ROLE pair_owner GRANT EXECUTE ON FUNCTIONS TO pair_reader',
  ],
]);

/** Several changes in one plan. */
export const chains = changes([
  [
    'another type of a column and another column of its view',
    'DROP VIEW app.large_orders; DROP FUNCTION app.count_orders; DROP VIEW app.open_orders; DROP VIEW app.numbers; ALTER TABLE app.orders ALTER COLUMN number TYPE varchar(50); CREATE VIEW app.open_orders AS SELECT id, number AS label FROM app.orders',
  ],
  [
    'a label that a new default, index and check use',
    "ALTER TYPE app.mood ADD VALUE 'angry'; COMMIT; ALTER TABLE app.customers ALTER COLUMN mood SET DEFAULT 'angry'; CREATE INDEX angry_idx ON app.customers (id) WHERE mood = 'angry'; ALTER TABLE app.customers ADD CONSTRAINT not_angry CHECK (mood <> 'angry')",
    { commits: 'in between' },
  ],
  [
    'a new function and a default, a check, an index and a policy that use it',
    'CREATE FUNCTION app.three() RETURNS integer LANGUAGE sql IMMUTABLE RETURN 3; ALTER TABLE app.nodes ALTER COLUMN parent SET DEFAULT app.three(); ALTER TABLE app.nodes ADD CONSTRAINT three CHECK (parent <> app.three()); CREATE INDEX three_idx ON app.nodes ((id + app.three())); CREATE POLICY three ON app.nodes USING (id > app.three())',
  ],
  [
    'a new table, a view of it and a foreign key to it',
    'CREATE TABLE app.rooms (id integer PRIMARY KEY); ALTER TABLE app.orders ADD CONSTRAINT orders_room_fkey FOREIGN KEY (room) REFERENCES app.rooms (id); CREATE VIEW app.used_rooms AS SELECT r.id, count(*) FROM app.rooms r JOIN app.orders o ON o.room = r.id GROUP BY r.id',
  ],
  [
    'two new tables that refer to each other',
    'CREATE TABLE app.one (id integer PRIMARY KEY, two integer); CREATE TABLE app.two (id integer PRIMARY KEY, one integer REFERENCES app.one); ALTER TABLE app.one ADD FOREIGN KEY (two) REFERENCES app.two',
  ],
  [
    'a dropped column and a new one',
    'ALTER TABLE app.orders DROP COLUMN main_line, ADD COLUMN line_count integer DEFAULT 0',
  ],
  [
    'a new column with a function of its table and its owner',
    'ALTER TABLE app.nodes ADD COLUMN name text; CREATE FUNCTION app.name_of(app.nodes) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT $1.name $$; CREATE INDEX ON app.nodes ((app.name_of(nodes))); ALTER TABLE app.nodes OWNER TO pair_owner',
  ],
  [
    'a larger key with the foreign keys to it',
    'ALTER TABLE app.nodes ALTER COLUMN id TYPE bigint, ALTER COLUMN parent TYPE bigint',
  ],
]);
