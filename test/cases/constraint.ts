import { bothWays } from './both-ways.js';
import type { CatalogCase } from './case.js';

const users = 'CREATE TABLE users (id int PRIMARY KEY, email text, age int);';
const posts = 'CREATE TABLE posts (user_id int CONSTRAINT c REFERENCES users ON DELETE CASCADE DEFERRABLE);';

export const constraintCases: readonly CatalogCase[] = [
  ...bothWays('constraint', 'c on public.users', [
    {
      name: 'a check',
      base: users,
      change: 'ALTER TABLE users ADD CONSTRAINT c CHECK (age > 0)',
      back: 'ALTER TABLE users DROP CONSTRAINT c',
      says: ['CHECK ((age > 0))'],
    },
    {
      name: 'a check that is not inherited',
      base: `${users} ALTER TABLE users ADD CONSTRAINT c CHECK (age > 0) NO INHERIT;`,
      change: 'ALTER TABLE users DROP CONSTRAINT c, ADD CONSTRAINT c CHECK (age > 0)',
      back: 'ALTER TABLE users DROP CONSTRAINT c, ADD CONSTRAINT c CHECK (age > 0) NO INHERIT',
    },
    {
      name: 'a check that is validated',
      base: `${users} ALTER TABLE users ADD CONSTRAINT c CHECK (age > 0) NOT VALID;`,
      change: 'ALTER TABLE users VALIDATE CONSTRAINT c',
      back: 'ALTER TABLE users DROP CONSTRAINT c, ADD CONSTRAINT c CHECK (age > 0) NOT VALID',
    },
    {
      name: 'a unique constraint',
      base: users,
      change: 'ALTER TABLE users ADD CONSTRAINT c UNIQUE (email) INCLUDE (age)',
      back: 'ALTER TABLE users DROP CONSTRAINT c',
    },
    {
      name: 'a unique constraint that can wait',
      base: `${users} ALTER TABLE users ADD CONSTRAINT c UNIQUE (email) DEFERRABLE;`,
      change: 'ALTER TABLE users DROP CONSTRAINT c, ADD CONSTRAINT c UNIQUE (email)',
      back: 'ALTER TABLE users DROP CONSTRAINT c, ADD CONSTRAINT c UNIQUE (email) DEFERRABLE',
    },
    {
      name: 'nulls that are not distinct',
      base: `${users} ALTER TABLE users ADD CONSTRAINT c UNIQUE (email);`,
      change: 'ALTER TABLE users DROP CONSTRAINT c, ADD CONSTRAINT c UNIQUE NULLS NOT DISTINCT (email)',
      back: 'ALTER TABLE users DROP CONSTRAINT c, ADD CONSTRAINT c UNIQUE (email)',
      since: 15,
    },
    {
      name: 'an exclusion',
      base: 'CREATE TABLE users (during tstzrange);',
      change: 'ALTER TABLE users ADD CONSTRAINT c EXCLUDE USING gist (during WITH &&)',
      back: 'ALTER TABLE users DROP CONSTRAINT c',
    },
    {
      name: 'a renamed constraint',
      base: `${users} ALTER TABLE users ADD CONSTRAINT c UNIQUE (email);`,
      change: 'ALTER TABLE users RENAME CONSTRAINT c TO d',
      back: 'ALTER TABLE users RENAME CONSTRAINT d TO c',
    },
    {
      name: 'a check that is not enforced',
      base: users,
      change: 'ALTER TABLE users ADD CONSTRAINT c CHECK (age > 0) NOT ENFORCED',
      back: 'ALTER TABLE users DROP CONSTRAINT c',
      since: 18,
    },
    {
      name: 'a NOT NULL with a name',
      base: users,
      change: 'ALTER TABLE users ADD CONSTRAINT c NOT NULL age',
      back: 'ALTER TABLE users DROP CONSTRAINT c',
      since: 18,
    },
    {
      name: 'a NOT NULL that is renamed',
      base: 'CREATE TABLE users (age int CONSTRAINT c NOT NULL);',
      change: 'ALTER TABLE users RENAME CONSTRAINT c TO d',
      back: 'ALTER TABLE users RENAME CONSTRAINT d TO c',
      since: 18,
    },
    {
      name: 'a NOT NULL that is not valid',
      base: users,
      change: 'ALTER TABLE users ADD CONSTRAINT c NOT NULL age NOT VALID',
      back: 'ALTER TABLE users DROP CONSTRAINT c',
      since: 18,
    },
  ]),
  ...bothWays('constraint', 'c on public.posts', [
    {
      name: 'a foreign key',
      base: `${users} CREATE TABLE posts (user_id int);`,
      change: 'ALTER TABLE posts ADD CONSTRAINT c FOREIGN KEY (user_id) REFERENCES users',
      back: 'ALTER TABLE posts DROP CONSTRAINT c',
    },
    {
      name: 'a foreign key that no longer waits',
      base: users + posts,
      change: 'ALTER TABLE posts ALTER CONSTRAINT c NOT DEFERRABLE',
      back: 'ALTER TABLE posts ALTER CONSTRAINT c DEFERRABLE',
    },
    {
      name: 'what a deletion does',
      base: users + posts,
      change:
        'ALTER TABLE posts DROP CONSTRAINT c, ADD CONSTRAINT c FOREIGN KEY (user_id) REFERENCES users DEFERRABLE',
      back: 'ALTER TABLE posts DROP CONSTRAINT c, ADD CONSTRAINT c FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE DEFERRABLE',
    },
  ]),
  {
    name: 'a key goes with the foreign keys to it',
    base: users + posts,
    change: 'ALTER TABLE users DROP CONSTRAINT users_pkey CASCADE',
    kind: 'constraint',
    object: 'c on public.posts',
  },
  {
    name: 'a key that changes under a foreign key',
    base: users + posts,
    change:
      'ALTER TABLE posts DROP CONSTRAINT c; ALTER TABLE users DROP CONSTRAINT users_pkey, ADD CONSTRAINT users_pkey PRIMARY KEY (id) INCLUDE (age); ALTER TABLE posts ADD CONSTRAINT c FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE DEFERRABLE',
    kind: 'constraint',
    object: 'users_pkey on public.users',
  },
  {
    name: 'a primary key leaves NOT NULL behind',
    base: 'CREATE TABLE t (id int);',
    change: 'ALTER TABLE t ADD PRIMARY KEY (id)',
    undo: 'ALTER TABLE t DROP CONSTRAINT t_pkey',
    kind: 'column',
    object: 'public.t.id',
  },
  ...bothWays('constraint', 'c on domain public.handle', [
    {
      name: 'a check of a domain',
      base: 'CREATE DOMAIN handle AS text;',
      change: "ALTER DOMAIN handle ADD CONSTRAINT c CHECK (VALUE <> '')",
      back: 'ALTER DOMAIN handle DROP CONSTRAINT c',
    },
    {
      name: 'a check of a domain that is validated',
      base: "CREATE DOMAIN handle AS text; ALTER DOMAIN handle ADD CONSTRAINT c CHECK (VALUE <> '') NOT VALID;",
      change: 'ALTER DOMAIN handle VALIDATE CONSTRAINT c',
      back: "ALTER DOMAIN handle DROP CONSTRAINT c; ALTER DOMAIN handle ADD CONSTRAINT c CHECK (VALUE <> '') NOT VALID",
    },
  ]),
  {
    name: 'a key of a partitioned table',
    base: 'CREATE TABLE log (at date NOT NULL) PARTITION BY RANGE (at); CREATE TABLE log_d PARTITION OF log DEFAULT; ALTER TABLE log ADD CONSTRAINT k PRIMARY KEY (at);',
    change: 'ALTER TABLE log DROP CONSTRAINT k',
    kind: 'constraint',
    object: 'k on public.log',
  },
  {
    name: 'a foreign key to a partitioned table',
    base: 'CREATE TABLE log (at date PRIMARY KEY) PARTITION BY RANGE (at); CREATE TABLE log_d PARTITION OF log DEFAULT; CREATE TABLE r (at date);',
    change: 'ALTER TABLE r ADD CONSTRAINT k FOREIGN KEY (at) REFERENCES log',
    kind: 'constraint',
    object: 'k on public.r',
  },
  {
    name: 'a foreign key of a partitioned table',
    base: 'CREATE TABLE k (at date PRIMARY KEY); CREATE TABLE log (at date CONSTRAINT f REFERENCES k) PARTITION BY RANGE (at); CREATE TABLE log_d PARTITION OF log DEFAULT;',
    change: 'ALTER TABLE log DROP CONSTRAINT f',
    kind: 'constraint',
    object: 'f on public.log',
  },
  {
    name: 'a check that children have too',
    base: 'CREATE TABLE mother (id int); CREATE TABLE child () INHERITS (mother);',
    change: 'ALTER TABLE mother ADD CONSTRAINT c CHECK (id > 0)',
    kind: 'constraint',
    object: 'c on public.mother',
  },
];
