import type { CatalogCase } from './case.js';

export const roleCases: readonly CatalogCase[] = [
  {
    name: 'an attribute of the bootstrap superuser',
    change: `DO $$ BEGIN EXECUTE pg_catalog.format('ALTER ROLE %I CONNECTION LIMIT 5', pg_catalog.pg_get_userbyid(10)); END $$`,
    kind: 'role',
    object: 'postgres',
    says: ['connection limit 5'],
  },
  {
    name: 'an attribute of the bootstrap superuser that comes back',
    change: `DO $$ BEGIN EXECUTE pg_catalog.format('ALTER ROLE %I VALID UNTIL ''2030-01-01''', pg_catalog.pg_get_userbyid(10)); END $$`,
    undo: `DO $$ BEGIN EXECUTE pg_catalog.format('ALTER ROLE %I VALID UNTIL ''infinity''', pg_catalog.pg_get_userbyid(10)); END $$`,
  },
  {
    name: 'a role that is left',
    change: 'CREATE ROLE rt_user',
    kind: 'role',
    object: 'rt_user',
  },
  {
    name: 'a role that is left with privileges and what it owns',
    base: 'CREATE TABLE shared (id int); CREATE TABLE handed (id int)',
    change: `CREATE ROLE rt_user; GRANT SELECT ON shared TO rt_user; ALTER TABLE handed OWNER TO rt_user;
      ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO rt_user`,
    kind: 'role',
    object: 'rt_user',
  },
  {
    name: 'a dropped role with all attributes',
    base: 'CREATE ROLE "Rt user" SUPERUSER NOINHERIT CREATEROLE CREATEDB LOGIN REPLICATION BYPASSRLS CONNECTION LIMIT 3 VALID UNTIL \'2030-01-01 00:00:00+00\'',
    change: 'DROP ROLE "Rt user"',
    kind: 'role',
    object: '"Rt user"',
  },
  {
    name: 'a role with other attributes',
    base: 'CREATE ROLE rt_user NOINHERIT LOGIN CONNECTION LIMIT 3',
    change: "ALTER ROLE rt_user INHERIT NOLOGIN CREATEDB CONNECTION LIMIT -1 VALID UNTIL '2030-01-01'",
    kind: 'role',
    object: 'rt_user',
  },
  {
    name: 'a role that got a password',
    base: 'CREATE ROLE rt_user',
    change: "ALTER ROLE rt_user PASSWORD 'hunter2'",
    kind: 'role',
    object: 'rt_user',
    says: ['password set'],
    there: 'impossible',
  },
  {
    name: 'a role that lost its password',
    base: "CREATE ROLE rt_user PASSWORD 'hunter2'",
    change: 'ALTER ROLE rt_user PASSWORD NULL',
    kind: 'role',
    object: 'rt_user',
    repair: 'impossible',
  },
  {
    name: 'a role with a password under a new salt',
    base: "CREATE ROLE rt_user PASSWORD 'hunter2'",
    change: "ALTER ROLE rt_user PASSWORD 'hunter2'",
  },
  {
    name: 'a role made and dropped',
    change: 'CREATE ROLE rt_user LOGIN',
    undo: 'DROP ROLE rt_user',
  },
];
