import type { CatalogCase } from './case.js';

export const defaultPrivilegesCases: readonly CatalogCase[] = [
  {
    name: 'default privileges of a schema that are left',
    base: 'CREATE ROLE rt_reader',
    change: 'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO rt_reader',
    kind: 'default privileges',
    object: 'for role postgres in schema public on tables',
    says: ['rt_reader'],
  },
  {
    name: 'default privileges that were taken away',
    base: 'CREATE ROLE rt_reader; CREATE ROLE rt_owner; ALTER DEFAULT PRIVILEGES FOR ROLE rt_owner GRANT SELECT, INSERT ON TABLES TO rt_reader WITH GRANT OPTION',
    change: 'ALTER DEFAULT PRIVILEGES FOR ROLE rt_owner REVOKE ALL ON TABLES FROM rt_reader',
    kind: 'default privileges',
    object: 'for role rt_owner on tables',
  },
  {
    name: 'functions that are not for everybody',
    change: 'ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC',
    kind: 'default privileges',
    object: 'for role postgres on functions',
  },
  {
    name: 'functions that were not for everybody',
    base: 'ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC',
    change: 'ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO PUBLIC',
    kind: 'default privileges',
    object: 'for role postgres on functions',
  },
  {
    name: 'other default privileges of sequences, types and schemas',
    base: 'CREATE ROLE rt_reader; ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO rt_reader; ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO rt_reader',
    change:
      'ALTER DEFAULT PRIVILEGES GRANT SELECT ON SEQUENCES TO rt_reader; ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC; ALTER DEFAULT PRIVILEGES REVOKE USAGE ON SCHEMAS FROM rt_reader',
    kind: 'default privileges',
    object: 'for role postgres on sequences',
  },
  {
    name: 'default privileges of large objects',
    base: 'CREATE ROLE rt_reader',
    change: 'ALTER DEFAULT PRIVILEGES GRANT SELECT ON LARGE OBJECTS TO rt_reader',
    kind: 'default privileges',
    object: 'for role postgres on large objects',
    since: 18,
  },
  {
    name: 'default privileges of a dropped schema',
    base: 'CREATE ROLE rt_reader; CREATE SCHEMA app; ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO rt_reader',
    change: 'DROP SCHEMA app',
    kind: 'default privileges',
    object: 'for role postgres in schema app on tables',
  },
  {
    name: 'default privileges given and taken',
    base: 'CREATE ROLE rt_reader',
    change: 'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO rt_reader',
    undo: 'ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE SELECT ON TABLES FROM rt_reader',
  },
];
