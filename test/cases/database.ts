import type { CatalogCase } from './case.js';

export const databaseCases: readonly CatalogCase[] = [
  {
    name: 'privileges on the database',
    base: 'CREATE ROLE rt_reader',
    change:
      "DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO rt_reader', current_database()); END $$",
    kind: 'database',
    object: 'current database',
  },
  {
    name: 'a database not open to everybody',
    change:
      "DO $$ BEGIN EXECUTE format('REVOKE CONNECT, TEMPORARY ON DATABASE %I FROM PUBLIC', current_database()); END $$",
    kind: 'database',
    object: 'current database',
  },
  {
    name: 'a database of another owner',
    base: 'CREATE ROLE rt_owner',
    change: "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I OWNER TO rt_owner', current_database()); END $$",
    kind: 'database',
    object: 'current database',
  },
  {
    name: 'a database with a connection limit',
    change: "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT 7', current_database()); END $$",
    kind: 'database',
    object: 'current database',
  },
  {
    name: 'privileges on the database given and taken',
    base: 'CREATE ROLE rt_reader',
    change:
      "DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO rt_reader', current_database()); END $$",
    undo: "DO $$ BEGIN EXECUTE format('REVOKE CREATE ON DATABASE %I FROM rt_reader', current_database()); END $$",
  },
];
