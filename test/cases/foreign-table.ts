import { bothWays } from './both-ways.js';
import type { CatalogCase } from './case.js';

const server = 'CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;';
const f = `${server} CREATE FOREIGN TABLE f (a int OPTIONS (x '1'), b text DEFAULT 'y' NOT NULL) SERVER s OPTIONS (path '/tmp');`;

export const foreignTableCases: readonly CatalogCase[] = [
  ...bothWays('foreign table', 'public.f', [
    { name: 'a foreign table', base: server, change: f.replace(server, ''), back: 'DROP FOREIGN TABLE f' },
    { name: 'a dropped foreign table', base: f, change: 'DROP FOREIGN TABLE f', back: f.replace(server, '') },
    {
      name: 'the options of a foreign table',
      base: f,
      change: "ALTER FOREIGN TABLE f OPTIONS (SET path '/var', ADD other 'o')",
      back: "ALTER FOREIGN TABLE f OPTIONS (SET path '/tmp', DROP other)",
    },
    {
      name: 'the owner of a foreign table',
      base: `CREATE ROLE zoo_owner; ${f}`,
      change: 'ALTER FOREIGN TABLE f OWNER TO zoo_owner',
      back: 'ALTER FOREIGN TABLE f OWNER TO CURRENT_USER',
    },
    {
      name: 'a grant on a foreign table',
      base: `CREATE ROLE zoo_reader; ${f}`,
      change: 'GRANT SELECT ON f TO zoo_reader',
      back: 'REVOKE SELECT ON f FROM zoo_reader',
    },
  ]),
  ...bothWays('column', 'public.f.a', [
    {
      name: 'the options of a foreign column',
      base: f,
      change: "ALTER FOREIGN TABLE f ALTER a OPTIONS (SET x '2')",
      back: "ALTER FOREIGN TABLE f ALTER a OPTIONS (SET x '1')",
    },
    {
      name: 'the default of a foreign column',
      base: f,
      change: 'ALTER FOREIGN TABLE f ALTER a SET DEFAULT 3',
      back: 'ALTER FOREIGN TABLE f ALTER a DROP DEFAULT',
    },
  ]),
  ...bothWays('constraint', 'c on public.f', [
    {
      name: 'a check of a foreign table',
      base: f,
      change: 'ALTER FOREIGN TABLE f ADD CONSTRAINT c CHECK (a > 0)',
      back: 'ALTER FOREIGN TABLE f DROP CONSTRAINT c',
    },
  ]),
];
