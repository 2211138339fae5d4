import type { CatalogCase } from './case.js';

export const settingCases: readonly CatalogCase[] = [
  {
    name: 'a setting of the database',
    change:
      "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = ''64MB''', current_database()); END $$",
    kind: 'setting',
    object: 'work_mem of current database',
  },
  {
    name: 'a setting of a role',
    base: 'CREATE ROLE rt_user',
    change: 'ALTER ROLE rt_user SET search_path = app, "$user", public',
    kind: 'setting',
    object: 'search_path of role rt_user',
  },
  {
    name: 'a lost setting of a role',
    base: 'CREATE ROLE rt_user; ALTER ROLE rt_user SET search_path = app, "$user", public; ALTER ROLE rt_user SET statement_timeout = \'5s\'',
    change: 'ALTER ROLE rt_user RESET ALL',
    kind: 'setting',
    object: 'search_path of role rt_user',
  },
  {
    name: 'an empty search path',
    base: "CREATE ROLE rt_user; ALTER ROLE rt_user SET search_path = ''",
    change: 'ALTER ROLE rt_user RESET search_path',
    kind: 'setting',
    object: 'search_path of role rt_user',
  },
  {
    name: 'a setting of a role in this database',
    base: 'CREATE ROLE rt_user',
    change:
      "DO $$ BEGIN EXECUTE format('ALTER ROLE rt_user IN DATABASE %I SET app.user_id = ''100 %%''', current_database()); END $$",
    kind: 'setting',
    object: 'app.user_id of role rt_user in current database',
  },
  {
    name: 'another value of a setting',
    base: "CREATE ROLE rt_user; ALTER ROLE rt_user SET work_mem = '1MB'",
    change: "ALTER ROLE rt_user SET work_mem = '2MB'",
    kind: 'setting',
    object: 'work_mem of role rt_user',
  },
  {
    name: 'a setting of all roles',
    change: "ALTER ROLE ALL SET work_mem = '2MB'",
    kind: 'setting',
    object: 'work_mem of all roles',
  },
  {
    name: 'a setting that came back',
    base: "CREATE ROLE rt_user; ALTER ROLE rt_user SET work_mem = '1MB'",
    change: "ALTER ROLE rt_user SET work_mem = '2MB'",
    undo: "ALTER ROLE rt_user SET work_mem = '1MB'",
  },
];
