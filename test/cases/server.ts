import type { CatalogCase } from './case.js';

export const serverCases: readonly CatalogCase[] = [
  {
    name: 'a foreign server that is left',
    base: 'CREATE FOREIGN DATA WRAPPER remote',
    change: 'CREATE SERVER far FOREIGN DATA WRAPPER remote',
    kind: 'server',
    object: 'far',
  },
  {
    name: 'a dropped foreign server',
    base: "CREATE ROLE rt_owner; CREATE ROLE rt_reader; CREATE FOREIGN DATA WRAPPER remote; CREATE SERVER far TYPE 'pg' VERSION '9' FOREIGN DATA WRAPPER remote OPTIONS (host 'a', \"Odd name\" 'b'); GRANT USAGE ON FOREIGN DATA WRAPPER remote TO rt_owner; ALTER SERVER far OWNER TO rt_owner; GRANT USAGE ON FOREIGN SERVER far TO rt_reader WITH GRANT OPTION",
    change: 'DROP SERVER far',
    kind: 'server',
    object: 'far',
  },
  {
    name: 'a foreign server with other options',
    base: "CREATE FOREIGN DATA WRAPPER remote; CREATE SERVER far VERSION '1' FOREIGN DATA WRAPPER remote OPTIONS (host 'a')",
    change: "ALTER SERVER far VERSION '2' OPTIONS (SET host 'b', ADD port '1')",
    kind: 'server',
    object: 'far',
  },
  {
    name: 'a foreign server whose option came back',
    base: "CREATE FOREIGN DATA WRAPPER remote; CREATE SERVER far FOREIGN DATA WRAPPER remote OPTIONS (host 'a', port '1')",
    change: 'ALTER SERVER far OPTIONS (DROP host)',
    undo: "ALTER SERVER far OPTIONS (ADD host 'a')",
  },
];
