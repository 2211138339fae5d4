import { bothWays } from './both-ways.js';
import type { CatalogCase } from './case.js';

const base = 'CREATE ROLE zoo_keeper; CREATE SCHEMA billing;';

export const schemaCases: readonly CatalogCase[] = [
  ...bothWays('schema', 'billing', [
    { name: 'a schema that is created', change: 'CREATE SCHEMA billing', back: 'DROP SCHEMA billing' },
    { name: 'a schema that is dropped', base, change: 'DROP SCHEMA billing', back: 'CREATE SCHEMA billing' },
    {
      name: 'a schema that is renamed',
      base: `${base} CREATE TABLE billing.t (id int PRIMARY KEY); CREATE VIEW billing.v AS SELECT id FROM billing.t;`,
      change: 'ALTER SCHEMA billing RENAME TO money',
      back: 'ALTER SCHEMA money RENAME TO billing',
    },
    {
      name: 'a schema that is given away',
      base,
      change: 'ALTER SCHEMA billing OWNER TO zoo_keeper',
      back: 'ALTER SCHEMA billing OWNER TO CURRENT_USER',
    },
    {
      name: 'a grant on a schema',
      base,
      change: 'GRANT USAGE ON SCHEMA billing TO zoo_keeper WITH GRANT OPTION',
      back: 'REVOKE USAGE ON SCHEMA billing FROM zoo_keeper',
      says: ['USAGE TO zoo_keeper WITH GRANT OPTION'],
    },
  ]),
  ...bothWays('schema', 'public', [
    {
      name: 'a grant on the schema public',
      base: 'CREATE ROLE zoo_keeper;',
      change: 'GRANT CREATE ON SCHEMA public TO zoo_keeper',
      back: 'REVOKE CREATE ON SCHEMA public FROM zoo_keeper',
    },
  ]),
  {
    name: 'the bookkeeping of the tool is left out',
    change: 'CREATE SCHEMA roundtrip; CREATE TABLE roundtrip.t (id int)',
  },
];
