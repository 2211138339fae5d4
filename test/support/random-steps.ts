import fc from 'fast-check';
import { randomChange } from './random-changes.js';
import { words, type Words } from './random-words.js';

/** Statements of one migration, each of which may fail. */
export type RandomStep = readonly string[];

/** Objects with names that appear in the definitions of others; the steps swap and replace them. */
export const storyGround = [
  'CREATE TABLE s1 (id int PRIMARY KEY, a int NOT NULL, b int NOT NULL)',
  'CREATE TABLE s2 (id int PRIMARY KEY, a int NOT NULL, b int NOT NULL, c text)',
  'CREATE VIEW sv AS SELECT s1.a, s2.b FROM s1 JOIN s2 USING (id)',
  'CREATE VIEW sw AS SELECT * FROM sv',
  'CREATE INDEX s1_sum ON s1 ((a + b))',
  'CREATE SEQUENCE q1',
  'CREATE SEQUENCE q2',
  "CREATE TABLE s3 (id int DEFAULT nextval('q1'), n int DEFAULT nextval('q2'))",
  "CREATE TYPE e1 AS ENUM ('x', 'y')",
  "CREATE TYPE e2 AS ENUM ('x', 'y')",
  "CREATE TABLE s4 (p e1 DEFAULT 'x', q e2 DEFAULT 'y', r s1)",
  'CREATE FUNCTION h1(int) RETURNS int LANGUAGE sql IMMUTABLE RETURN $1 + 1',
  'CREATE FUNCTION h2(int) RETURNS int LANGUAGE sql IMMUTABLE RETURN $1 + 2',
  'CREATE VIEW sf AS SELECT h1(a) AS one, h2(b) AS two FROM s1',
  'CREATE FUNCTION rows_of() RETURNS SETOF s2 LANGUAGE sql BEGIN ATOMIC SELECT * FROM s2; END',
  'CREATE VIEW sr AS SELECT r.a FROM rows_of() AS r',
  `CREATE FUNCTION note() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
    BEGIN EXECUTE 'COMMENT ON TABLE public.s3 IS ' || quote_literal(random()::text);
    EXCEPTION WHEN OTHERS THEN NULL; END; END $$`,
  `CREATE PROCEDURE run_it(what text) LANGUAGE plpgsql AS $$ BEGIN
    BEGIN EXECUTE what; EXCEPTION WHEN OTHERS THEN NULL; END; END $$`,
];

function exchange(kind: string, one: string, other: string): string {
  return [
    `ALTER ${kind} ${one} RENAME TO between`,
    `ALTER ${kind} ${other} RENAME TO ${one}`,
    `ALTER ${kind} between RENAME TO ${other}`,
  ].join('; ');
}

function exchangeFunctions(one: string, other: string): string {
  return exchange('ROUTINE', one, other).replaceAll(/ROUTINE (\w+)/g, 'ROUTINE $1(int)');
}

const ofNames: readonly ((words: Words) => string)[] = [
  () => exchange('TABLE', 's1', 's2'),
  ({ table }) => exchange('TABLE', 's1', table.replace('app.', '')),
  () => exchange('SEQUENCE', 'q1', 'q2'),
  () => exchange('TYPE', 'e1', 'e2'),
  () => exchangeFunctions('h1', 'h2'),
  () => exchange('VIEW', 'sv', 'sw'),
  () => exchange('INDEX', 's1_sum', 's2_pkey'),
  ({ number }) =>
    ['a TO z', 'b TO a', 'z TO b'].map((names) => `ALTER TABLE s${number} RENAME ${names}`).join('; '),
  ({ number, type }) => `ALTER TABLE s${number} RENAME a TO old; ALTER TABLE s${number} ADD a ${type}`,
  ({ number }) => `ALTER TABLE s${number} DROP a CASCADE; ALTER TABLE s${number} RENAME old TO a`,
  ({ number }) => `ALTER TABLE s${number} RENAME TO gone; CREATE TABLE s${number} (LIKE gone INCLUDING ALL)`,
  ({ number }) => `DROP TABLE s${number} CASCADE; ALTER TABLE gone RENAME TO s${number}`,
  ({ name, type }) => `ALTER TABLE s1 ADD ${name} ${type}; ALTER TABLE s2 ADD ${name} ${type}`,
  ({ name }) => `ALTER TABLE s1 DROP ${name}; ALTER TABLE s2 DROP ${name}`,
  () => 'ALTER TABLE s2 ADD d int',
  () => 'ALTER TABLE s2 DROP d',
  () => 'ALTER SCHEMA app RENAME TO other',
  () => 'ALTER SCHEMA other RENAME TO app',
  () => 'ALTER TABLE s1 RENAME CONSTRAINT s1_pkey TO key_of_s1',
  () => 'ALTER INDEX key_of_s1 RENAME TO s1_pkey',
  () => "ALTER TYPE e1 RENAME VALUE 'x' TO 'z'",
  () => "ALTER TYPE e1 RENAME VALUE 'z' TO 'x'",
  () => 'ALTER TABLE s4 ADD UNIQUE (p), ADD CHECK (q IS NOT NULL)',
  () => 'ALTER SEQUENCE q1 OWNED BY s3.id; ALTER SEQUENCE q2 OWNED BY s3.n',
  () => 'ALTER SEQUENCE q1 OWNED BY NONE',
  () => 'CREATE EXTENSION IF NOT EXISTS pg_trgm',
  () => 'DROP EXTENSION IF EXISTS pg_trgm CASCADE',
  () =>
    "CREATE EVENT TRIGGER noting ON ddl_command_end WHEN TAG IN ('ALTER TABLE', 'CREATE INDEX') EXECUTE FUNCTION note()",
  () => 'DROP EVENT TRIGGER noting',
  ({ table, name }) => `CREATE TABLE ${name} AS TABLE ${table}`,
  ({ name }) => `DROP TABLE ${name} CASCADE`,
  ({ name }) => `CREATE TEMP TABLE ${name} (a int)`,
  ({ name, text }) =>
    `COMMENT ON TABLE s1 IS ${text}; COMMENT ON SCHEMA app IS ${text}; SELECT '${name.replaceAll('"', '')}'`,
];

type Wrap = (statement: string) => string;

function quote(statement: string): string {
  return `'${statement.replaceAll("'", "''")}'`;
}

function inBlock(body: string): string {
  return `DO $block$ BEGIN ${body} END $block$`;
}

function caught(statement: string): string {
  return `BEGIN EXECUTE ${quote(statement)}; EXCEPTION WHEN OTHERS THEN NULL; END;`;
}

const wraps: readonly Wrap[] = [
  (statement) => statement,
  (statement) => statement,
  (statement) => `SAVEPOINT one; ${statement}; RELEASE one`,
  (statement) => `SAVEPOINT one; SAVEPOINT two; ${statement}; RELEASE two; RELEASE one`,
  (statement) => `SAVEPOINT one; SAVEPOINT two; ${statement}; RELEASE one`,
  (statement) => `SAVEPOINT one; ${statement}; ROLLBACK TO one; RELEASE one`,
  (statement) => `SAVEPOINT one; ${statement}`,
  (statement) => inBlock(caught(statement)),
  (statement) => inBlock(`BEGIN ${caught(statement)} EXCEPTION WHEN OTHERS THEN NULL; END;`),
  (statement) =>
    inBlock(`BEGIN EXECUTE ${quote(statement)}; RAISE 'no'; EXCEPTION WHEN OTHERS THEN NULL; END;`),
  (statement) => `CALL run_it(${quote(statement)})`,
  (statement) =>
    inBlock(
      `FOR number IN 1..70 LOOP BEGIN EXECUTE format('COMMENT ON TABLE s3 IS %L', number);
        EXCEPTION WHEN OTHERS THEN NULL; END; END LOOP; ${caught(statement)}`,
    ),
  (statement) =>
    inBlock(
      `FOR number IN 1..70 LOOP BEGIN EXECUTE format('CREATE TABLE many_%s (a int)', number);
        EXCEPTION WHEN OTHERS THEN NULL; END; END LOOP; ${caught(statement)}
        FOR number IN 1..70 LOOP BEGIN EXECUTE format('DROP TABLE many_%s', number);
        EXCEPTION WHEN OTHERS THEN NULL; END; END LOOP;`,
    ),
];

const statement: fc.Arbitrary<string> = fc.oneof(
  randomChange.map(({ change }) => change),
  randomChange.map(({ undo }) => undo),
  fc.tuple(words, fc.constantFrom(...ofNames)).map(([picked, template]) => template(picked)),
);

export const randomStep: fc.Arbitrary<RandomStep> = fc.array(
  fc.tuple(statement, fc.constantFrom(...wraps)).map(([text, wrap]) => wrap(text)),
  { minLength: 1, maxLength: 4 },
);
