import fc from 'fast-check';
import type { Story } from './judge.js';
import { randomChange, type Change } from './random-changes.js';
import { words, type Words } from './random-words.js';

const roles = ['CREATE ROLE reader', 'CREATE ROLE writer'];

/** Objects that every random schema has, so that most of the random statements refer to existing objects. */
const ground = [
  'CREATE SCHEMA app',
  "CREATE TYPE mood AS ENUM ('sad', 'ok')",
  'CREATE DOMAIN pos AS int CHECK (VALUE > 0)',
  'CREATE TYPE pair AS (x int, y text)',
  'CREATE SEQUENCE seq',
  'CREATE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT $1 + 1 $$',
  'CREATE FUNCTION g(text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN $1; END $$',
  'CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$',
];

type Template = (words: Words) => string;

/** Possible definitions of the tables of a random schema. */
const bodies: readonly Template[] = [
  ({ type, value }) => `(id int PRIMARY KEY, a ${type} DEFAULT ${value}, b text NOT NULL, c int)`,
  ({ type, number }) =>
    `(id bigint GENERATED ALWAYS AS IDENTITY (START ${number}) UNIQUE, a ${type}, b text UNIQUE, d int CHECK (d > ${number}))`,
  ({ type }) =>
    `(id serial PRIMARY KEY, b text, c int GENERATED ALWAYS AS (d * 2) STORED, d int, "E e" ${type} NOT NULL)`,
  ({ type, number }) =>
    `(id int, a ${type}, b varchar(10) DEFAULT 'x', c date, PRIMARY KEY (id)) WITH (fillfactor = ${50 + number})`,
];

const families: readonly string[] = [
  "CREATE TABLE log (id int NOT NULL, a date NOT NULL, b text DEFAULT 'x') PARTITION BY RANGE (a)",
  "CREATE TABLE log_2026 PARTITION OF log FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
  'CREATE TABLE child (d int) INHERITS (t1)',
];

const tableStatements: fc.Arbitrary<readonly string[]> = fc
  .tuple(
    ...['t1', 't2', 'app.t3'].map((table) => fc.tuple(fc.constant(table), fc.constantFrom(...bodies), words)),
  )
  .map((made) => made.map(([table, body, picked]) => `CREATE TABLE ${table} ${body(picked)}`));

/** A schema with most of the objects that the random changes name; the caller creates its roles. */
export const plainSchema: readonly string[] = [
  ...ground,
  "CREATE TABLE t1 (id int PRIMARY KEY, a text DEFAULT 'x', b text NOT NULL, c int, d int)",
  'CREATE TABLE t2 (id bigint GENERATED ALWAYS AS IDENTITY UNIQUE, a text, b text UNIQUE, c int, d int CHECK (d > 1))',
  'CREATE TABLE app.t3 (id serial PRIMARY KEY, b text, c int GENERATED ALWAYS AS (d * 2) STORED, d int)',
  ...families,
];

/**
 * A schema with one to three changes, of which the server rejects a third; half of the stories also contain
 * statements that should undo the changes.
 */
export const randomStory: fc.Arbitrary<Story> = fc
  .record({
    tables: tableStatements,
    more: fc.array(randomChange, { minLength: 4, maxLength: 16 }),
    changes: fc.array(randomChange, { minLength: 1, maxLength: 3 }),
    isUndone: fc.boolean(),
  })
  .map(({ tables: made, more, changes, isUndone }) => ({
    first: [...roles, ...ground, ...made, ...families, ...more.map(({ change }) => change)],
    then: [...changes.map(({ change }) => change), ...(isUndone ? undone(changes) : [])],
  }));

function undone(changes: readonly Change[]): readonly string[] {
  return changes.toReversed().map(({ undo }) => undo);
}
