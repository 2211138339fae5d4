import { loadSqlParser } from '../../../src/sql-text/parser.js';
import { separateConcern, StatementScope, waitsForTransactions } from '../../../src/sql-text/transactions.js';

beforeAll(loadSqlParser);

describe('a statement of a migration without a transaction', () => {
  it.each([
    'CREATE INDEX i ON t (a)',
    'ALTER TABLE t ADD COLUMN a int; COMMENT ON COLUMN t.a IS $$VACUUM$$',
    "ALTER TYPE mood ADD VALUE 'sad'",
    'REFRESH MATERIALIZED VIEW CONCURRENTLY v',
    'ALTER TABLE t SET TABLESPACE fast',
    '-- VACUUM; CREATE INDEX CONCURRENTLY\nDROP TABLE t',
    "SELECT 'COMMIT'",
  ])('runs in a transaction of its own if the server allows it: %s', (sql) => {
    expect(new StatementScope().canHaveTransaction(sql)).toBe(true);
  });

  it.each([
    'CREATE INDEX CONCURRENTLY i ON t (a)',
    'DROP INDEX CONCURRENTLY IF EXISTS i',
    'REINDEX (CONCURRENTLY) TABLE t',
    'REINDEX INDEX i',
    'ALTER TABLE t DETACH PARTITION p CONCURRENTLY',
    'CREATE DATABASE d',
    'ALTER DATABASE d SET TABLESPACE fast',
    'DROP TABLESPACE fast',
    "ALTER SYSTEM SET work_mem = '1MB'",
    'CREATE SUBSCRIPTION s CONNECTION $$$$ PUBLICATION p',
    'VACUUM t',
    'CLUSTER t',
    'CALL p()',
    'DO $$ BEGIN COMMIT; END $$',
    'CREATE TABLE a (); VACUUM a',
    "PREPARE TRANSACTION 'x'",
    'COPY t FROM stdin',
    'a statement of a later version',
  ])('runs unchanged if a transaction would change its effect: %s', (sql) => {
    expect(new StatementScope().canHaveTransaction(sql)).toBe(false);
  });

  it('runs unchanged after a statement that controls the transaction itself', () => {
    const scope = new StatementScope();
    expect(scope.canHaveTransaction('CREATE TABLE a ()')).toBe(true);
    expect(scope.canHaveTransaction('BEGIN')).toBe(false);
    expect(scope.canHaveTransaction('CREATE TABLE b ()')).toBe(false);
  });
});

describe('waiting for older transactions', () => {
  it.each([
    ['CREATE UNIQUE INDEX /* x */ CONCURRENTLY i ON t (a)', true],
    ['DROP INDEX CONCURRENTLY i', true],
    ['REINDEX TABLE CONCURRENTLY t', true],
    ["CREATE INDEX i ON t ((a || ' INDEX CONCURRENTLY '))", false],
    ['ALTER TABLE t DETACH PARTITION p CONCURRENTLY', false],
    ['REINDEX (CONCURRENTLY, VERBOSE) INDEX i', true],
  ])('is recognized in %s: %s', (sql, waits) => {
    expect(waitsForTransactions(sql)).toBe(waits);
  });
});

describe('the subject of a statement that cannot run in a transaction block', () => {
  it.each([
    ['ALTER TABLE t DETACH PARTITION p CONCURRENTLY', 'partition'],
    ['CREATE INDEX CONCURRENTLY i ON t (a)', 'index'],
    ['REINDEX TABLE t', 'index'],
    ['ALTER SUBSCRIPTION s ENABLE', 'subscription'],
    ['CREATE TABLESPACE fast LOCATION $$/x$$', 'tablespace'],
    ['ALTER SYSTEM RESET ALL', 'database'],
    ['ANALYZE t', 'maintenance'],
    ['CLUSTER t USING i', 'order of rows'],
    ['ALTER TABLE t SET TABLESPACE fast', undefined],
    ['CREATE TABLE t (); VACUUM', undefined],
  ])('of %s is %s', (sql, concern) => {
    expect(separateConcern(sql)).toBe(concern);
  });
});
