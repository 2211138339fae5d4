import { changesCluster } from '../../../src/sql-text/cluster-changes.js';
import { concernsIndexes, indexesNamedIn } from '../../../src/sql-text/indexes.js';
import { loadSqlParser, parseSql } from '../../../src/sql-text/parser.js';
import { copiesFromClient, createsExtension, isEmpty } from '../../../src/sql-text/recognise.js';
import { changesRows, leavesRowsAlone, valueChanges } from '../../../src/sql-text/row-changes.js';
import { customSettings, mayLeaveState } from '../../../src/sql-text/session-state.js';

beforeAll(loadSqlParser);

describe('the parser', () => {
  it('returns each statement of a text unchanged, also after multibyte characters', () => {
    const texts = parseSql("COMMENT ON TABLE t IS 'Größe ✓' ;\n SELECT 1; ")?.map(({ text }) => text.trim());
    expect(texts).toEqual(["COMMENT ON TABLE t IS 'Größe ✓'", 'SELECT 1']);
  });

  it('returns nothing for a text that PostgreSQL cannot parse, and no statement for an empty one', () => {
    expect([parseSql('CREATE TABEL t'), parseSql(' -- nothing\n')]).toEqual([undefined, []]);
  });
});

describe('a text without statements', () => {
  it.each(['', ' ;\n;', '-- nothing to do', '/* nothing\n to do */ ; -- at all'])(
    'is recognized: %j',
    (text) => {
      expect(isEmpty(text)).toBe(true);
    },
  );

  it.each(['SELECT 1', "/* a */ SELECT '-- b'", 'CREATE TABEL t'])('is not recognized in %j', (text) => {
    expect(isEmpty(text)).toBe(false);
  });
});

describe('a change of cluster-wide objects', () => {
  it.each([
    'CREATE ROLE r',
    'ALTER ROLE r SET work_mem = 1',
    'ALTER USER r RENAME TO s',
    'DROP OWNED BY r; DROP GROUP r',
    'GRANT a TO b',
    'GRANT SET ON PARAMETER work_mem TO r',
    'CREATE DATABASE d',
    'ALTER DATABASE d OWNER TO r',
    'DROP TABLESPACE t',
    'GRANT CREATE ON TABLESPACE t TO r',
    "COMMENT ON ROLE r IS 'x'",
    'DO $$ BEGIN IF true THEN CREATE ROLE r; END IF; END $$',
    "DO $$ BEGIN EXECUTE format('CREATE ROLE %I', 'r'); END $$",
    "DO LANGUAGE plpgsql 'BEGIN ALTER SYSTEM RESET ALL; END'",
  ])('is recognized in %s', (sql) => {
    expect(changesCluster(sql)).toBe(true);
  });

  it.each([
    "COMMENT ON TABLE t IS 'CREATE ROLE r'",
    'CREATE USER MAPPING FOR r SERVER s',
    'GRANT SELECT ON t TO r',
    'GRANT CONNECT ON DATABASE d TO r',
    'ALTER TABLE t OWNER TO r',
    'CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN CREATE ROLE r; END $$',
    '-- CREATE ROLE r\nSELECT 1',
  ])('is not found in %s', (sql) => {
    expect(changesCluster(sql)).toBe(false);
  });
});

describe('the indexes in a text', () => {
  it.each([
    ['CREATE INDEX IF NOT EXISTS "By name" ON t (a)', ['By name']],
    ['DROP INDEX app.one, two', ['one', 'two']],
    ['REINDEX INDEX app.i', ['i']],
    ['DO $$ BEGIN CREATE INDEX i ON t (a); END $$', ['i']],
    ["COMMENT ON INDEX i IS 'DROP INDEX j'", []],
    ['CREATE INDEX ON t (a)', []],
  ])('in %s are %j', (sql, names) => {
    expect([...indexesNamedIn([sql])]).toEqual(names);
  });

  it('may also be created by a statement that names no index', () => {
    expect([concernsIndexes('CREATE INDEX ON t (a)'), concernsIndexes('CREATE TABLE t ()')]).toEqual([
      true,
      false,
    ]);
  });
});

describe('the session state that a text leaves', () => {
  it.each([
    "SET statement_timeout = '1s'",
    'RESET ALL',
    "SELECT set_config('app.user', '1', false)",
    'CREATE TEMP TABLE t (a int)',
    'CREATE TEMPORARY VIEW v AS SELECT 1',
    'SELECT 1 INTO TEMP t',
    'PREPARE p AS SELECT 1',
    'LISTEN c',
    'SELECT pg_try_advisory_lock(1)',
    "DO $$ BEGIN SET work_mem = '1MB'; END $$",
    "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM set_config('a.b', '', false); END $$",
    "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'SET work_mem = 1'",
    'a statement of a later version',
  ])('is checked after %s', (sql) => {
    expect(mayLeaveState([sql])).toBe(true);
  });

  it.each([
    "SET LOCAL lock_timeout = '1s'",
    'SET CONSTRAINTS ALL DEFERRED',
    'CREATE TABLE set_config (a int)',
    "SELECT 'SET x = 1'",
  ])('is not checked after %s', (sql) => {
    expect(mayLeaveState([sql])).toBe(false);
  });

  it('includes custom settings by their names', () => {
    const texts = ["SET App.User_id = '1'", "SELECT set_config('app.tenant', 'x', true)", 'SET work_mem = 1'];
    expect(customSettings(texts)).toEqual(['app.user_id', 'app.tenant']);
  });
});

describe('a change of rows', () => {
  it.each([
    ['INSERT INTO t VALUES (1)', true],
    ['WITH gone AS (DELETE FROM t RETURNING *) SELECT * FROM gone', true],
    ['COPY t FROM stdin', true],
    ['TRUNCATE t', true],
    ['DO $$ BEGIN END $$', true],
    ['CREATE TABLE t (a int REFERENCES u ON DELETE CASCADE)', false],
    ['CREATE TRIGGER x AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()', false],
    ['CREATE RULE r AS ON INSERT TO t DO INSTEAD DELETE FROM u', false],
    ["SELECT 'DELETE FROM t'", false],
  ])('in %s is recognized from the text: %s', (sql, changes) => {
    expect(changesRows(sql)).toBe(changes);
  });

  it.each([
    ['CREATE INDEX CONCURRENTLY i ON t (a);', true],
    ['DROP INDEX i', true],
    ['RESET work_mem', true],
    ['DROP TABLE t', false],
    ['ANALYZE; DELETE FROM t', false],
    ['', false],
  ])('is excluded by the kind of the statement %s: %s', (sql, leaves) => {
    expect(leavesRowsAlone(sql)).toBe(leaves);
  });
});

describe('the effect of a text on stored values', () => {
  it.each([
    ['ALTER TABLE t DROP COLUMN a', 'drops'],
    ['DROP TYPE mood', 'drops'],
    ['DROP INDEX i CASCADE', 'drops'],
    ['DO $$ BEGIN DROP TABLE t; END $$', 'drops'],
    ['CREATE TABLE t ()', 'creates'],
    ['ALTER TABLE t ADD a int', 'creates'],
    ['ALTER TABLE t ALTER a TYPE bigint', 'retypes'],
    ['ALTER TABLE t ALTER COLUMN a SET EXPRESSION AS (b)', 'retypes'],
    ['ALTER TYPE pair DROP ATTRIBUTE a', 'drops changesAttribute'],
    ['ALTER TABLE t ADD CONSTRAINT c CHECK (true), ALTER a DROP DEFAULT', ''],
    ['DROP FUNCTION f()', ''],
    ['not SQL', 'drops creates retypes changesAttribute'],
  ])('in %s is: %s', (sql, expected) => {
    const found = Object.entries(valueChanges(sql)).flatMap(([name, is]) => (is ? [name] : []));
    expect(found.join(' ')).toBe(expected);
  });
});

describe('a statement that can explain a failure', () => {
  it('is recognized', () => {
    expect(['COPY t FROM stdin', "COPY t FROM '/x'", 'COPY t TO stdout'].map(copiesFromClient)).toEqual([
      true,
      false,
      false,
    ]);
    expect(['CREATE EXTENSION vector', "SELECT 'CREATE EXTENSION vector'"].map(createsExtension)).toEqual([
      true,
      false,
    ]);
  });
});
