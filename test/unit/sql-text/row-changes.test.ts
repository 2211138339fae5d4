import { loadSqlParser } from '../../../src/sql-text/parser.js';
import { mayChangeRows } from '../../../src/sql-text/row-changes.js';
import { tablesNamedIn } from '../../../src/sql-text/tables-named.js';

beforeAll(loadSqlParser);

describe('mayChangeRows', () => {
  it.each([
    'CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, b int GENERATED ALWAYS AS (id * 2) STORED)',
    'create unlogged table if not exists "t" ();',
    'CREATE INDEX CONCURRENTLY i ON t (lower(a)) WHERE a IS NOT NULL',
    "ALTER TABLE t ADD COLUMN a text DEFAULT '; DELETE FROM t', DROP COLUMN b",
    "COMMENT ON TABLE t IS 'it''s; UPDATE t SET a = 1'",
    'GRANT SELECT ON t TO PUBLIC; REVOKE INSERT ON t FROM PUBLIC',
    'DROP TABLE IF EXISTS t CASCADE',
    "CREATE TYPE mood AS ENUM ('sad')",
    'CREATE VIEW v AS SELECT * FROM t',
    'CREATE MATERIALIZED VIEW v AS SELECT 1; REFRESH MATERIALIZED VIEW v',
    'CREATE OR REPLACE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM t; RETURN NEW; END $$',
    'CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $body$ UPDATE t SET a = $$x$$; SELECT 1 $body$;',
    'CREATE TRIGGER x BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()',
    'CREATE POLICY p ON t USING (true)',
    'CREATE RULE r AS ON INSERT TO t DO INSTEAD DELETE FROM u',
    '-- DELETE FROM t;\nCREATE SCHEMA s',
    '/* UPDATE t; /* nested; */ DELETE FROM t; */ CREATE SCHEMA s',
    "BEGIN; SET LOCAL lock_timeout = '1s'; SAVEPOINT a; RELEASE a; COMMIT",
    "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS E'SELECT \\';\\'; DELETE FROM t'",
    'ALTER EXTENSION citext SET SCHEMA public',
    "SELECT 'a' ; CREATE SCHEMA s",
    "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_type t WHERE t.typname = 'mood' AND (t.oid > 0))",
    "SELECT to_regclass('public.t') IS NOT NULL, count(*) FROM pg_index WHERE indisvalid = ANY (ARRAY[true])",
    '  ;; ',
    '',
  ])('is false for %s, which changes no rows', (statement) => {
    expect(mayChangeRows([statement])).toBe(false);
  });

  it.each([
    'INSERT INTO t VALUES (1)',
    'UPDATE t SET a = 1',
    'WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x',
    'MERGE INTO t USING u ON true WHEN MATCHED THEN DELETE',
    'TRUNCATE t',
    'COPY t FROM STDIN',
    'DO $$ BEGIN PERFORM 1; END $$',
    'CALL p()',
    'EXECUTE prepared',
    'SELECT f()',
    'EXPLAIN ANALYZE DELETE FROM t',
    '(SELECT f())',
    'CREATE TABLE t AS SELECT 1',
    'CREATE TEMP TABLE t (a, b) AS WITH d AS (DELETE FROM u RETURNING *) SELECT * FROM d',
    'CREATE SCHEMA s; -- done\nDELETE FROM t',
    "COMMENT ON TABLE t IS ';'; DELETE FROM t",
    'CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$; DELETE FROM t',
    'SELECT "Empty all"()',
    "SELECT tools.empty ('t')",
    'SELECT * INTO u FROM t',
    "SELECT EXISTS (SELECT FROM pg_type WHERE typname = 'mood' AND f())",
    '/* a /* b */ c */ DELETE FROM t',
    'ALTER EXTENSION ours UPDATE',
    'frobnicate t',
  ])('is true for %s, which may change rows', (statement) => {
    expect(mayChangeRows(['CREATE SCHEMA s', statement])).toBe(true);
  });

  it('is false for an empty list of statements', () => {
    expect(mayChangeRows([])).toBe(false);
  });
});

describe('tablesNamedIn', () => {
  const tables = ['public.users', 'public."Order"', 'app.users_log', 'public."say ""hi"""', 'public."a.b"'];

  it.each<[string, string[]]>([
    ['DELETE FROM users', ['public.users']],
    ['DELETE FROM PUBLIC.Users', ['public.users']],
    ['DELETE FROM "users"', ['public.users']],
    ['DELETE FROM users_log', ['app.users_log']],
    ['UPDATE "Order" SET a = 1', ['public."Order"']],
    ['UPDATE "say ""hi""" SET a = 1', ['public."say ""hi"""']],
    ['UPDATE "a.b" SET a = 1', ['public."a.b"']],
    ["DO $$ BEGIN EXECUTE 'DELETE FROM users'; END $$", ['public.users']],
    ['SELECT f(\'"Order"\')', ['public."Order"']],
    ['DELETE FROM user', []],
  ])('returns the tables named in %s', (statement, found) => {
    expect(tablesNamedIn([statement], tables)).toEqual(found);
  });
});
