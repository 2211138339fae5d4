import { findTransactionEnd } from '../../../src/migrations/transaction-end.js';

describe('the statement that ends a transaction', () => {
  it.each([
    ['COMMIT', 'COMMIT'],
    ['commit work;', 'COMMIT WORK'],
    ['SELECT 1; /* done */ End Transaction', 'END TRANSACTION'],
    ['BEGIN; CREATE TABLE a (); COMMIT;', 'COMMIT'],
    ['COMMIT AND CHAIN', 'COMMIT AND CHAIN'],
    ['ROLLBACK -- TO a', 'ROLLBACK'],
    ['ROLLBACK AND NO CHAIN', 'ROLLBACK AND NO CHAIN'],
    ['ABORT', 'ABORT'],
    ["PREPARE TRANSACTION 'a'", "PREPARE TRANSACTION 'A'"],
    ['CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END; COMMIT', 'COMMIT'],
  ])('is found: %s', (sql, end) => {
    expect(findTransactionEnd(sql)).toBe(end);
  });

  it.each([
    'SAVEPOINT a; ROLLBACK TO a; ROLLBACK WORK TO SAVEPOINT a; RELEASE a',
    "COMMENT ON TABLE a IS 'x; COMMIT;'",
    'DO $$ BEGIN PERFORM 1; END; $$',
    'CREATE PROCEDURE p() LANGUAGE plpgsql AS $body$ BEGIN COMMIT; END; $body$',
    'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END',
    'CREATE TABLE "commit" ("end" int); -- ; COMMIT',
    'PREPARE a AS SELECT 1',
    "SELECT 1 AS a; SELECT 'ROLLBACK'",
    'BEGIN; CREATE TABLE a ()',
  ])('is not taken from elsewhere: %s', (sql) => {
    expect(findTransactionEnd(sql)).toBeUndefined();
  });
});
