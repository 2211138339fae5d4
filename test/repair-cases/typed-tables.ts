import { repairCase, type RepairCase } from './repair-case.js';

export const typedTableCases: readonly RepairCase[] = [
  repairCase(
    'typed: add',
    'CREATE TYPE pair AS (x int, y text); CREATE TABLE t OF pair',
    'ALTER TYPE pair ADD ATTRIBUTE z int CASCADE',
  ),
  repairCase(
    'typed: two tables',
    'CREATE TYPE pair AS (x int, y text); CREATE TABLE t OF pair; CREATE TABLE t2 OF pair (x WITH OPTIONS PRIMARY KEY)',
    'ALTER TYPE pair ADD ATTRIBUTE z int CASCADE',
  ),
  repairCase(
    'typed: drop last',
    'CREATE TYPE pair AS (x int, y text); CREATE TABLE t OF pair',
    'ALTER TYPE pair DROP ATTRIBUTE y CASCADE',
  ),
  repairCase(
    'typed: drop first',
    'CREATE TYPE pair AS (x int, y text); CREATE TABLE t OF pair',
    'ALTER TYPE pair DROP ATTRIBUTE x CASCADE',
    { cannot: ['type public.pair'] },
  ),
  repairCase(
    'typed: type',
    'CREATE TYPE pair AS (x int, y text); CREATE TABLE t OF pair',
    'ALTER TYPE pair ALTER ATTRIBUTE y TYPE varchar(9) CASCADE',
  ),
  repairCase(
    'typed: rename',
    'CREATE TYPE pair AS (x int, y text); CREATE TABLE t OF pair',
    'ALTER TYPE pair RENAME ATTRIBUTE y TO w CASCADE',
  ),
  repairCase(
    'typed: options',
    `CREATE TYPE pair AS (x int, y text); CREATE TABLE t OF pair (x WITH OPTIONS DEFAULT 5 NOT NULL, CHECK (x > 0)); ALTER TABLE t ALTER y SET STATISTICS 5`,
    'DROP TABLE t',
  ),
  repairCase(
    'typed: not of',
    `CREATE TYPE pair AS (x int, y text); CREATE TABLE t OF pair`,
    'ALTER TABLE t NOT OF',
  ),
  repairCase(
    'typed: of',
    `CREATE TYPE pair AS (x int, y text); CREATE TABLE t (x int, y text)`,
    'ALTER TABLE t OF pair',
  ),
  repairCase(
    'typed: everything',
    `CREATE TYPE pair AS (x int, y text); CREATE TABLE t OF pair`,
    'DROP TYPE pair CASCADE',
  ),
  repairCase(
    'composite in column: add',
    'CREATE TYPE pair AS (x int, y text); CREATE TABLE t (a pair, b pair[])',
    'ALTER TYPE pair ADD ATTRIBUTE z int',
  ),
  repairCase(
    'composite in column: drop first',
    'CREATE TYPE pair AS (x int, y text); CREATE TABLE t (k int, a pair)',
    'ALTER TYPE pair DROP ATTRIBUTE x',
    { cannot: ['type public.pair'] },
  ),
  repairCase(
    'composite in column: rename',
    'CREATE TYPE pair AS (x int, y text); CREATE TABLE t (a pair)',
    'ALTER TYPE pair RENAME ATTRIBUTE x TO u',
  ),
  repairCase(
    'composite in function',
    `CREATE TYPE pair AS (x int, y text); CREATE FUNCTION f(pair) RETURNS pair LANGUAGE sql AS 'SELECT $1'`,
    'ALTER TYPE pair ADD ATTRIBUTE z int',
  ),
  repairCase(
    'composite in function dropped first',
    `CREATE TYPE pair AS (x int, y text); CREATE FUNCTION f(pair) RETURNS pair LANGUAGE sql AS 'SELECT $1'`,
    'ALTER TYPE pair DROP ATTRIBUTE x',
    { cannot: ['type public.pair'] },
  ),
  repairCase(
    'composite collation',
    `CREATE TYPE pair AS (x int, y text)`,
    'ALTER TYPE pair ALTER ATTRIBUTE y TYPE text COLLATE "C"',
  ),
  repairCase(
    'composite attribute comment',
    `CREATE TYPE pair AS (x int, y text); COMMENT ON COLUMN pair.y IS 'x'`,
    'ALTER TYPE pair DROP ATTRIBUTE y',
  ),
];
