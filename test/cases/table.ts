import { bothWays } from './both-ways.js';
import type { CatalogCase } from './case.js';

const users = `CREATE TABLE users (id serial PRIMARY KEY, email varchar(255) NOT NULL UNIQUE, bio text);`;
const roles = 'CREATE ROLE zoo_reader; CREATE ROLE zoo_owner;';
const everything = `${roles} CREATE TYPE mood AS ENUM ('sad', 'ok');
  CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
  CREATE TABLE teams (id int PRIMARY KEY);
  CREATE TABLE "Users" (
    id bigint GENERATED ALWAYS AS IDENTITY (START 100 INCREMENT 5) PRIMARY KEY, serial_no serial,
    team int REFERENCES teams ON DELETE CASCADE DEFERRABLE, m mood DEFAULT 'ok',
    email text COLLATE "C" NOT NULL UNIQUE WITH (fillfactor = 70),
    half numeric(10,2) GENERATED ALWAYS AS (2.5) STORED, during tstzrange,
    CHECK (email <> '') NO INHERIT, EXCLUDE USING gist (during WITH &&)) WITH (fillfactor = 80);
  ALTER TABLE "Users" ALTER email SET STATISTICS 500, ALTER email SET STORAGE EXTERNAL,
    ALTER email SET (n_distinct = 5), ENABLE ROW LEVEL SECURITY, REPLICA IDENTITY FULL, OWNER TO zoo_owner;
  CREATE INDEX users_team ON "Users" (team) WHERE team > 0;
  CREATE UNIQUE INDEX users_lower ON "Users" (lower(email)); ALTER TABLE "Users" CLUSTER ON "Users_pkey";
  CREATE TRIGGER t BEFORE UPDATE ON "Users" FOR EACH ROW EXECUTE FUNCTION touch();
  ALTER TABLE "Users" DISABLE TRIGGER t;
  CREATE RULE r AS ON DELETE TO "Users" DO INSTEAD NOTHING;
  CREATE POLICY p ON "Users" FOR SELECT TO zoo_reader USING (id > 1);
  CREATE STATISTICS s ON team, m FROM "Users";
  COMMENT ON TABLE "Users" IS 'people'; COMMENT ON COLUMN "Users".email IS 'e';
  COMMENT ON INDEX users_team IS 'i'; COMMENT ON CONSTRAINT "Users_pkey" ON "Users" IS 'k';
  COMMENT ON TRIGGER t ON "Users" IS 't'; COMMENT ON POLICY p ON "Users" IS 'p';
  GRANT SELECT ON "Users" TO zoo_reader; GRANT UPDATE (email) ON "Users" TO zoo_reader;
  GRANT USAGE ON SEQUENCE "Users_serial_no_seq" TO zoo_reader;`;

export const tableCases: readonly CatalogCase[] = [
  ...bothWays('table', 'public.t', [
    {
      name: 'a privilege on system columns',
      base: `CREATE TABLE t (a int)`,
      change: 'GRANT SELECT (xmin, tableoid), INSERT (ctid) ON t TO pg_monitor',
      back: 'REVOKE SELECT (xmin, tableoid), INSERT (ctid) ON t FROM pg_monitor',
      says: ['SELECT (tableoid) TO pg_monitor', 'SELECT (xmin) TO pg_monitor'],
    },
    {
      name: 'a grant option on a system column',
      base: `CREATE TABLE t (a int); GRANT SELECT (xmin) ON t TO pg_monitor`,
      change: 'GRANT SELECT (xmin) ON t TO pg_monitor WITH GRANT OPTION',
      back: 'REVOKE GRANT OPTION FOR SELECT (xmin) ON t FROM pg_monitor',
    },
  ]),
  {
    name: 'a privilege on a system column lost with its table',
    base: `CREATE TABLE t (a int); GRANT SELECT (xmin) ON t TO pg_monitor`,
    change: 'DROP TABLE t',
    undo: 'CREATE TABLE t (a int)',
    kind: 'table',
    object: 'public.t',
  },
  ...bothWays('type', 'public.t', [
    {
      name: 'a privilege on the row type of a table',
      base: `CREATE TABLE t (a int)`,
      change: 'REVOKE USAGE ON TYPE t FROM PUBLIC; GRANT USAGE ON TYPE t TO pg_monitor',
      back: 'REVOKE USAGE ON TYPE t FROM pg_monitor; GRANT USAGE ON TYPE t TO PUBLIC',
      says: ['pg_monitor'],
    },
  ]),
  {
    name: 'a privilege on the row type of a table that is renamed and renamed back',
    base: `CREATE TABLE t (a int); GRANT USAGE ON TYPE t TO pg_monitor`,
    change: 'ALTER TABLE t RENAME TO u',
    undo: 'ALTER TABLE u RENAME TO t',
  },
  ...bothWays('trigger', 't on public.users', [
    {
      name: 'a trigger that goes with an extension',
      base: `CREATE EXTENSION citext; ${users} CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER t BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()`,
      change: 'ALTER TRIGGER t ON users DEPENDS ON EXTENSION citext',
      back: 'ALTER TRIGGER t ON users NO DEPENDS ON EXTENSION citext',
      says: ['depends on extension (citext)'],
    },
  ]),
  {
    name: 'a dropped table comes back with all that it had',
    base: everything,
    change: 'DROP TABLE "Users"',
    kind: 'table',
    object: 'public."Users"',
  },
  {
    name: 'a table with all that it has is left',
    base: roles,
    change: everything.replace(roles, ''),
    kind: 'table',
    object: 'public."Users"',
  },
  ...bothWays('table', 'public.users', [
    {
      name: 'a table that is created',
      change: users,
      back: 'DROP TABLE users',
      says: ['table (id'],
    },
    {
      name: 'a table that is renamed',
      base: users,
      change: 'ALTER TABLE users RENAME TO people',
      back: 'ALTER TABLE people RENAME TO users',
    },
    {
      name: 'a table that moves',
      base: `${users} CREATE SCHEMA s;`,
      change: 'ALTER TABLE users SET SCHEMA s',
      back: 'ALTER TABLE s.users SET SCHEMA public',
    },
    {
      name: 'an unlogged table',
      base: users,
      change: 'ALTER TABLE users SET UNLOGGED',
      back: 'ALTER TABLE users SET LOGGED',
      says: ['unlogged'],
    },
    {
      name: 'a storage parameter',
      base: users,
      change: 'ALTER TABLE users SET (fillfactor = 70)',
      back: 'ALTER TABLE users RESET (fillfactor)',
    },
    {
      name: 'a changed storage parameter',
      base: `${users} ALTER TABLE users SET (fillfactor = 70, autovacuum_enabled = false);`,
      change: 'ALTER TABLE users SET (fillfactor = 90)',
      back: 'ALTER TABLE users SET (fillfactor = 70)',
    },
    {
      name: 'a parameter of the TOAST table',
      base: users,
      change: 'ALTER TABLE users SET (toast.autovacuum_enabled = false)',
      back: 'ALTER TABLE users RESET (toast.autovacuum_enabled)',
    },
    {
      name: 'row security',
      base: users,
      change: 'ALTER TABLE users ENABLE ROW LEVEL SECURITY',
      back: 'ALTER TABLE users DISABLE ROW LEVEL SECURITY',
    },
    {
      name: 'forced row security',
      base: users,
      change: 'ALTER TABLE users FORCE ROW LEVEL SECURITY',
      back: 'ALTER TABLE users NO FORCE ROW LEVEL SECURITY',
    },
    {
      name: 'a full replica identity',
      base: users,
      change: 'ALTER TABLE users REPLICA IDENTITY FULL',
      back: 'ALTER TABLE users REPLICA IDENTITY DEFAULT',
    },
    {
      name: 'a replica identity by index',
      base: users,
      change: 'ALTER TABLE users REPLICA IDENTITY USING INDEX users_email_key',
      back: 'ALTER TABLE users REPLICA IDENTITY DEFAULT',
    },
    {
      name: 'an owner',
      base: users + roles,
      change: 'ALTER TABLE users OWNER TO zoo_owner',
      back: 'ALTER TABLE users OWNER TO CURRENT_USER',
      says: ['owner zoo_owner'],
    },
    {
      name: 'an owner of a table with grants',
      base: `${users + roles} GRANT SELECT ON users TO zoo_reader;`,
      change: 'ALTER TABLE users OWNER TO zoo_owner',
      back: 'ALTER TABLE users OWNER TO CURRENT_USER',
    },
    {
      name: 'a grant',
      base: users + roles,
      change: 'GRANT SELECT, INSERT ON users TO zoo_reader',
      back: 'REVOKE ALL ON users FROM zoo_reader',
      says: ['SELECT TO zoo_reader'],
    },
    {
      name: 'a grant to everybody',
      base: users,
      change: 'GRANT SELECT ON users TO PUBLIC',
      back: 'REVOKE SELECT ON users FROM PUBLIC',
    },
    {
      name: 'a grant with grant option',
      base: `${users + roles} GRANT SELECT ON users TO zoo_reader;`,
      change: 'GRANT SELECT ON users TO zoo_reader WITH GRANT OPTION',
      back: 'REVOKE GRANT OPTION FOR SELECT ON users FROM zoo_reader',
    },
    {
      name: 'a grant that is passed on',
      base: `${users + roles} GRANT SELECT ON users TO zoo_owner WITH GRANT OPTION;`,
      change: 'SET ROLE zoo_owner; GRANT SELECT ON users TO zoo_reader; RESET ROLE',
      back: 'SET ROLE zoo_owner; REVOKE SELECT ON users FROM zoo_reader; RESET ROLE',
      says: ['GRANTED BY zoo_owner'],
    },
    {
      name: 'a revoked privilege of the owner',
      base: users,
      change: 'REVOKE DELETE ON users FROM CURRENT_USER',
      back: 'GRANT DELETE ON users TO CURRENT_USER',
    },
  ]),
  ...bothWays('table', 'public.child', [
    {
      name: 'a parent',
      base: 'CREATE TABLE mother (id int); CREATE TABLE child (id int);',
      change: 'ALTER TABLE child INHERIT mother',
      back: 'ALTER TABLE child NO INHERIT mother',
    },
    {
      name: 'a table of a type',
      base: 'CREATE TYPE pair AS (a int, b int); CREATE TABLE child (a int, b int);',
      change: 'ALTER TABLE child OF pair',
      back: 'ALTER TABLE child NOT OF',
    },
    {
      name: 'a dropped child',
      base: "CREATE TABLE mother (id int DEFAULT 1, CHECK (id > 0)); CREATE TABLE child (more text DEFAULT 'x') INHERITS (mother);",
      change: 'DROP TABLE child',
      back: "CREATE TABLE child (more text DEFAULT 'x') INHERITS (mother)",
    },
    {
      name: 'a dropped table of a type',
      base: 'CREATE TYPE pair AS (a int, b int); CREATE TABLE child OF pair (a WITH OPTIONS NOT NULL, b WITH OPTIONS DEFAULT 3);',
      change: 'DROP TABLE child',
      back: 'CREATE TABLE child OF pair (a WITH OPTIONS NOT NULL, b WITH OPTIONS DEFAULT 3)',
    },
  ]),
  {
    name: 'NO INHERIT and INHERIT leave columns local',
    base: 'CREATE TABLE mother (id int); CREATE TABLE child () INHERITS (mother);',
    change: 'ALTER TABLE child NO INHERIT mother',
    undo: 'ALTER TABLE child INHERIT mother',
    kind: 'column',
    object: 'public.child.id',
    repair: 'impossible',
  },
  {
    name: 'columns in another order',
    base: 'CREATE TABLE t (a int, b int);',
    change: 'DROP TABLE t',
    undo: 'CREATE TABLE t (b int, a int)',
    kind: 'table',
    object: 'public.t',
    says: ['columns (a, b)', 'columns (b, a)'],
    repair: 'impossible',
  },
  {
    name: 'the grave of a dropped column is no difference',
    base: users,
    change: 'ALTER TABLE users ADD COLUMN x int',
    undo: 'ALTER TABLE users DROP COLUMN x',
  },
  {
    name: 'rows and statistics are no difference',
    base: users,
    change: 'INSERT INTO users (email) SELECT g::text FROM generate_series(1, 50) AS g; ANALYZE users',
  },
  {
    name: 'default privileges written out are no difference',
    base: users + roles,
    change: 'GRANT SELECT ON users TO zoo_reader',
    undo: 'REVOKE SELECT ON users FROM zoo_reader',
  },
  {
    name: 'temporary tables are left out',
    change: 'CREATE TEMPORARY TABLE x (id serial PRIMARY KEY, y text)',
  },
  {
    name: 'a cycle of foreign keys is left',
    change:
      'CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a); ALTER TABLE a ADD b int REFERENCES b',
    kind: 'table',
    object: 'public.a',
  },
  {
    name: 'a cycle of foreign keys is dropped',
    base: 'CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a); ALTER TABLE a ADD b int REFERENCES b;',
    change: 'DROP TABLE a, b CASCADE',
    kind: 'table',
    object: 'public.a',
  },
];
