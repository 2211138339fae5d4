import { repairCase, type RepairCase } from './repair-case.js';

const R = `CREATE ROLE rt_a; CREATE ROLE rt_b; CREATE ROLE rt_c;`;
export const heldCases: readonly RepairCase[] = [
  repairCase(
    'default privileges: view',
    `${R} CREATE TABLE t (id int); CREATE VIEW v AS SELECT id FROM t; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO rt_a`,
    'DROP VIEW v',
  ),
  repairCase(
    'default privileges: view replaced',
    `${R} CREATE TABLE t (id int); CREATE VIEW v AS SELECT id FROM t; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO rt_a`,
    'CREATE OR REPLACE VIEW v AS SELECT id FROM t WHERE id > 1',
  ),
  repairCase(
    'view with more columns',
    `${R} CREATE TABLE t (id int, a text); CREATE VIEW v AS SELECT id FROM t; CREATE VIEW w AS SELECT * FROM v; GRANT SELECT ON v TO rt_a; COMMENT ON VIEW v IS 'x'; COMMENT ON VIEW w IS 'w'`,
    'CREATE OR REPLACE VIEW v AS SELECT id, a FROM t WHERE id > 1; GRANT SELECT ON v TO rt_b',
  ),
  repairCase(
    'view with other options',
    `CREATE TABLE t (id int, a text); CREATE VIEW v WITH (security_barrier) AS SELECT id FROM t;`,
    'CREATE OR REPLACE VIEW v WITH (check_option = local) AS SELECT id FROM t WHERE id > 1',
  ),
  repairCase(
    'view retyped',
    `CREATE TABLE t (id int, a text); CREATE VIEW v AS SELECT id FROM t; CREATE VIEW w AS SELECT * FROM v; COMMENT ON VIEW w IS 'w'; CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; CREATE TRIGGER tg INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION tf(); CREATE RULE r AS ON UPDATE TO v DO INSTEAD NOTHING; ALTER VIEW v ALTER id SET DEFAULT 5`,
    'DROP VIEW v CASCADE; CREATE VIEW v AS SELECT id::bigint AS id FROM t; CREATE VIEW w AS SELECT * FROM v',
  ),
  repairCase(
    'default privileges: table',
    R + 'CREATE TABLE t (id int); ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO rt_a',
    'DROP TABLE t',
  ),
  repairCase(
    'default privileges: table, granted too',
    R +
      'CREATE TABLE t (id int); GRANT SELECT ON t TO rt_a; GRANT UPDATE ON t TO rt_b WITH GRANT OPTION; ALTER DEFAULT PRIVILEGES GRANT SELECT, UPDATE ON TABLES TO rt_a WITH GRANT OPTION; ALTER DEFAULT PRIVILEGES GRANT UPDATE ON TABLES TO rt_b',
    'DROP TABLE t',
  ),
  repairCase(
    'default privileges: in schema',
    R +
      'CREATE SCHEMA s; CREATE TABLE s.t (id int); CREATE TABLE t (id int); ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO rt_a',
    'DROP TABLE t, s.t',
  ),
  repairCase(
    'default privileges: identity',
    R +
      'CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY); ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO rt_b',
    'ALTER TABLE t ALTER id DROP IDENTITY',
  ),
  repairCase(
    'default privileges: identity column',
    R +
      'CREATE TABLE t (a int, id bigint GENERATED ALWAYS AS IDENTITY); ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO rt_b',
    'ALTER TABLE t DROP id',
  ),
  repairCase(
    'default privileges: serial',
    R + 'CREATE TABLE t (a int, id serial); ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO rt_b',
    'ALTER TABLE t DROP id',
  ),
  repairCase(
    'default privileges: sequence',
    R + 'CREATE SEQUENCE q; ALTER DEFAULT PRIVILEGES GRANT ALL ON SEQUENCES TO rt_b',
    'DROP SEQUENCE q',
  ),
  repairCase(
    'default privileges: function',
    R +
      `CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'; ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC; ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO rt_a`,
    'DROP FUNCTION f',
  ),
  repairCase(
    'default privileges: function revoked',
    R +
      `CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'; REVOKE EXECUTE ON FUNCTION f FROM PUBLIC; GRANT EXECUTE ON FUNCTION f TO rt_b;  ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO rt_a`,
    `DROP FUNCTION f`,
  ),
  repairCase(
    'default privileges: function remade',
    R +
      `CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'; ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO rt_a`,
    `DROP FUNCTION f; CREATE FUNCTION f(b int) RETURNS int LANGUAGE sql AS 'SELECT 1'`,
  ),
  repairCase(
    'default privileges: procedure',
    R +
      `CREATE PROCEDURE f(int) LANGUAGE sql AS 'SELECT 1'; ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO rt_a`,
    `DROP PROCEDURE f`,
  ),
  repairCase(
    'default privileges: aggregate',
    R +
      `CREATE AGGREGATE ag(int) (SFUNC = int4pl, STYPE = int); ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO rt_a`,
    `DROP AGGREGATE ag(int)`,
  ),
  repairCase(
    'default privileges: type',
    R +
      `CREATE TYPE e AS ENUM ('a'); CREATE DOMAIN d AS int; CREATE TYPE cc AS (a int); ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC; ALTER DEFAULT PRIVILEGES GRANT USAGE ON TYPES TO rt_a`,
    'DROP TYPE e, cc; DROP DOMAIN d',
  ),
  repairCase(
    'default privileges: schema',
    R + `CREATE SCHEMA s; ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO rt_a`,
    'DROP SCHEMA s',
  ),
  repairCase(
    'default privileges: matview',
    R +
      `CREATE TABLE t (id int); CREATE MATERIALIZED VIEW m AS SELECT id FROM t; CREATE INDEX ON m (id); ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO rt_a`,
    'DROP MATERIALIZED VIEW m; CREATE MATERIALIZED VIEW m AS SELECT id + 1 AS id FROM t',
  ),
  repairCase(
    'default privileges: other owner',
    R +
      `CREATE TABLE t (id int); ALTER TABLE t OWNER TO rt_b; GRANT SELECT ON t TO rt_c; ALTER DEFAULT PRIVILEGES FOR ROLE rt_b GRANT SELECT ON TABLES TO rt_a; ALTER DEFAULT PRIVILEGES GRANT INSERT ON TABLES TO rt_a`,
    'DROP TABLE t',
  ),
  repairCase(
    'default privileges: owner revoked',
    R + `CREATE TABLE t (id int); ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM CURRENT_USER`,
    'DROP TABLE t',
  ),
  repairCase(
    'default privileges: changes too',
    R + `CREATE TABLE t (id int); ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO rt_a`,
    'DROP TABLE t; ALTER DEFAULT PRIVILEGES GRANT INSERT ON TABLES TO rt_b',
  ),
  repairCase(
    'default privileges: enum remade',
    R +
      `CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (a e); ALTER DEFAULT PRIVILEGES GRANT USAGE ON TYPES TO rt_a`,
    `ALTER TYPE e ADD VALUE 'b'`,
  ),
  repairCase(
    'window',
    `CREATE FUNCTION win() RETURNS bigint LANGUAGE internal WINDOW AS 'window_row_number'`,
    `DROP FUNCTION win; CREATE FUNCTION win() RETURNS bigint LANGUAGE internal AS 'window_row_number'`,
  ),
  repairCase(
    'function to procedure',
    `CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'; COMMENT ON FUNCTION f IS 'x'`,
    `DROP FUNCTION f; CREATE PROCEDURE f(int) LANGUAGE sql AS 'SELECT 1'`,
  ),
  repairCase(
    'function to aggregate',
    `CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    `DROP FUNCTION f; CREATE AGGREGATE f(int) (SFUNC = int4pl, STYPE = int)`,
  ),
  repairCase(
    'function names, defaults, out',
    `CREATE FUNCTION f(a int, b int DEFAULT 2) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE VIEW v AS SELECT f(1) AS x`,
    `DROP VIEW v; DROP FUNCTION f; CREATE FUNCTION f(a int, b int, OUT r int) LANGUAGE sql AS 'SELECT 1'`,
  ),
  repairCase(
    'function return table',
    `CREATE FUNCTION f() RETURNS TABLE (a int) LANGUAGE sql AS 'SELECT 1'`,
    `DROP FUNCTION f; CREATE FUNCTION f() RETURNS TABLE (a int, b int) LANGUAGE sql AS 'SELECT 1, 2'`,
  ),
  repairCase(
    'function remade with users',
    `CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a'; CREATE TABLE t (id int CHECK (f(id) > 0), z int DEFAULT f(3)); CREATE INDEX i ON t (f(id)); ALTER TABLE t CLUSTER ON i; CREATE VIEW v AS SELECT f(id) FROM t; CREATE POLICY p ON t USING (f(id) > 2)`,
    `DROP FUNCTION f CASCADE; CREATE FUNCTION f(b int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT b'; ALTER TABLE t ADD CHECK (f(id) > 0); CREATE INDEX i ON t (f(id));  ALTER TABLE t CLUSTER ON i; CREATE VIEW v AS SELECT f(id) FROM t; CREATE POLICY p ON t USING (f(id) > 2); ALTER TABLE t ALTER z SET DEFAULT f(3)`,
  ),
  repairCase('extension: cascade', 'SELECT 1', 'CREATE EXTENSION earthdistance CASCADE'),
  repairCase('extension: schema', 'CREATE SCHEMA s; CREATE EXTENSION lo', 'ALTER EXTENSION lo SET SCHEMA s'),
  repairCase('extension: member owner', R + `CREATE EXTENSION lo`, 'ALTER DOMAIN lo OWNER TO rt_c'),
  repairCase(
    'extension: member owner function',
    R + `CREATE EXTENSION lo`,
    'ALTER FUNCTION lo_manage() OWNER TO rt_c',
  ),
  repairCase(
    'extension: member privileges',
    R + `CREATE EXTENSION lo`,
    'REVOKE EXECUTE ON FUNCTION lo_manage() FROM PUBLIC; GRANT EXECUTE ON FUNCTION lo_manage() TO rt_a; GRANT USAGE ON TYPE lo TO rt_b',
  ),
  repairCase('extension: member comment', `CREATE EXTENSION lo`, `COMMENT ON FUNCTION lo_manage() IS 'x'`),
  repairCase(
    'builtin privileges',
    R,
    `GRANT SELECT ON pg_catalog.pg_authid TO rt_a; REVOKE EXECUTE ON FUNCTION pg_catalog.pg_sleep(float8) FROM PUBLIC; GRANT SELECT (rolname) ON pg_catalog.pg_authid TO rt_b`,
  ),
  repairCase(
    'extension: table member privileges',
    R + 'CREATE EXTENSION pg_stat_statements',
    `GRANT SELECT ON pg_stat_statements TO rt_a; REVOKE SELECT ON pg_stat_statements FROM PUBLIC`,
  ),
  repairCase(
    'publication: tables',
    'CREATE TABLE a (id int); CREATE TABLE b (id int, x int); CREATE PUBLICATION pub FOR TABLE a, b',
    'ALTER PUBLICATION pub DROP TABLE a',
  ),
  repairCase(
    'publication: dropped',
    "CREATE TABLE a (id int); CREATE TABLE b (id int, x int); CREATE PUBLICATION pub FOR TABLE a, b WITH (publish = 'insert')",
    'DROP PUBLICATION pub',
  ),
  repairCase(
    'publication: all tables',
    "CREATE TABLE a (id int); CREATE PUBLICATION pub FOR ALL TABLES; COMMENT ON PUBLICATION pub IS 'x'",
    'DROP PUBLICATION pub; CREATE PUBLICATION pub FOR TABLE a',
  ),
  repairCase(
    'publication: filters',
    'CREATE TABLE a (id int primary key); CREATE TABLE b (id int primary key, x int); CREATE SCHEMA s; CREATE PUBLICATION pub FOR TABLE a WHERE (id > 5), b (id, x)',
    'ALTER PUBLICATION pub SET TABLE b, TABLES IN SCHEMA s',
    { since: 15 },
  ),
  repairCase(
    'publication: schemas',
    'CREATE SCHEMA s; CREATE SCHEMA "S 2"; CREATE PUBLICATION pub FOR TABLES IN SCHEMA s, "S 2"',
    'ALTER PUBLICATION pub SET TABLES IN SCHEMA s',
    { since: 15 },
  ),
  repairCase(
    'publication: table dropped',
    'CREATE TABLE a (id int); CREATE TABLE b (id int, x int); CREATE PUBLICATION pub FOR TABLE a, b',
    'DROP TABLE a',
  ),
];
