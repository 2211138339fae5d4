import { findingsIn } from './lint-sql.js';

const schema = `
  CREATE TABLE users (id bigint PRIMARY KEY, email varchar(100) NOT NULL, name text, bio text, age int, price numeric(8,2));
  CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint, state text);
  ALTER TABLE posts ADD CONSTRAINT posts_user_fk FOREIGN KEY (user_id) REFERENCES users NOT VALID;
  ALTER TABLE users ADD CONSTRAINT name_set CHECK (name IS NOT NULL) NOT VALID;
  ALTER TABLE users VALIDATE CONSTRAINT name_set;
  CREATE UNIQUE INDEX users_email_idx ON users (email);`;

const safe = [
  "ALTER TABLE users ADD COLUMN state text NOT NULL DEFAULT 'new'",
  'ALTER TABLE users ADD COLUMN at timestamptz NOT NULL DEFAULT now()',
  'ALTER TABLE users ADD COLUMN note text',
  'ALTER TABLE IF EXISTS ONLY public.users ADD COLUMN IF NOT EXISTS note text',
  'ALTER TABLE users ALTER COLUMN email TYPE varchar(255)',
  'ALTER TABLE users ALTER COLUMN email TYPE text',
  'ALTER TABLE users ALTER COLUMN bio TYPE varchar',
  'ALTER TABLE users ALTER COLUMN price TYPE numeric(12,2)',
  'ALTER TABLE users ADD CONSTRAINT c CHECK (age > 0) NOT VALID',
  'ALTER TABLE posts VALIDATE CONSTRAINT posts_user_fk',
  'ALTER TABLE users ALTER COLUMN name SET NOT NULL',
  'ALTER TABLE users ADD CONSTRAINT u UNIQUE USING INDEX users_email_idx',
  'CREATE TABLE logs (id int); CREATE INDEX ON logs (id); ALTER TABLE logs ADD COLUMN at timestamptz DEFAULT clock_timestamp()',
  'CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a_id int); ALTER TABLE b ADD FOREIGN KEY (a_id) REFERENCES a',
  "INSERT INTO posts (id, state) VALUES (1, 'x')",
  'CREATE TEMP TABLE t AS SELECT 1 AS a; CREATE INDEX ON t (a); DROP TABLE t',
  'ALTER TABLE users ALTER COLUMN age SET DEFAULT 1',
  "COMMENT ON TABLE users IS 'people'",
  'DO $$ BEGIN CREATE TABLE inside (a int); CREATE INDEX ON inside (a); END $$',
  'ALTER TABLE users DROP CONSTRAINT name_set',
  'CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DROP TABLE users; END $$',
];

const dangerous = [
  ['CREATE INDEX ON public."users" (age)', 'index-not-concurrent public.users'],
  [
    'ALTER TABLE users ADD COLUMN a int, ADD COLUMN token uuid DEFAULT gen_random_uuid()',
    'add-column-volatile-default public.users',
  ],
  ['DO $$ BEGIN ALTER TABLE users ALTER COLUMN age SET NOT NULL; END $$', 'set-not-null public.users'],
  ["DO $$ BEGIN EXECUTE 'CREATE INDEX ON users (age)'; END $$", 'index-not-concurrent public.users'],
  [
    'CREATE FUNCTION g() RETURNS void LANGUAGE sql AS $$ CREATE INDEX ON users (age) $$; SELECT g()',
    'index-not-concurrent public.users',
  ],
  [
    'CREATE TABLE IF NOT EXISTS users (id int); CREATE INDEX ON users (age)',
    'index-not-concurrent public.users',
  ],
  ['ALTER TABLE other.things ALTER COLUMN a TYPE int', 'column-type-rewrite other.things'],
  ['ALTER TABLE users ALTER COLUMN email TYPE varchar(50)', 'column-type-rewrite public.users'],
  ['ALTER TABLE users ALTER COLUMN name TYPE varchar(50)', 'column-type-rewrite public.users'],
  ['ALTER TABLE users ALTER COLUMN email TYPE text USING lower(email)', 'column-type-rewrite public.users'],
  ['-- é\nSELEC 1;\nCREATE INDEX ON users (age);', 'index-not-concurrent public.users'],
] as const;

describe('lint without a scratch database', () => {
  it.each(safe)('reports nothing for %s', async (sql) => {
    expect(await findingsIn(sql, schema)).toEqual([]);
  });

  it.each(dangerous)('reports the danger of %s', async (sql, finding) => {
    expect(await findingsIn(sql, schema)).toContain(finding);
  });
});
