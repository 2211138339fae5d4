import { repairCase, type RepairCase } from './repair-case.js';

const states = `CREATE TYPE state AS ENUM ('new', 'done');`;
const moreStates = "CREATE TYPE state AS ENUM ('new', 'done', 'failed');";
const family = 'CREATE TABLE c () INHERITS (p); CREATE TABLE d () INHERITS (p);';

/** Defaults that are dropped before and set again after a change of the objects that they use. */
export const defaults: readonly RepairCase[] = [
  repairCase(
    'enum that loses a label under defaults of a parent and one child',
    `${states} CREATE TABLE p (s state DEFAULT 'new'); ${family} ALTER TABLE d ALTER s DROP DEFAULT;`,
    `ALTER TABLE p ALTER s DROP DEFAULT; ALTER TYPE state RENAME TO state_old; ${moreStates}
     ALTER TABLE p ALTER s TYPE state USING s::text::state; DROP TYPE state_old;
     ALTER TABLE ONLY p ALTER s SET DEFAULT 'new'; ALTER TABLE c ALTER s SET DEFAULT 'new'`,
  ),
  repairCase(
    'function that is made again under defaults of a parent and one child',
    `CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TABLE p (a int DEFAULT f());
     ${family} ALTER TABLE d ALTER a SET DEFAULT 7;`,
    `ALTER TABLE p ALTER a DROP DEFAULT; DROP FUNCTION f();
     CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT 2';
     ALTER TABLE p ALTER a SET DEFAULT f(); ALTER TABLE d ALTER a SET DEFAULT 7`,
  ),
  repairCase(
    'function that is made again under a default that calls another one before',
    `CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION g() RETURNS int LANGUAGE sql AS 'SELECT 3';
     CREATE TABLE p (a int NOT NULL DEFAULT f() + g());`,
    `ALTER TABLE p ALTER a DROP DEFAULT, ALTER a DROP NOT NULL; DROP FUNCTION f();
     CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT 2'; ALTER TABLE p ALTER a SET DEFAULT f()`,
  ),
];
