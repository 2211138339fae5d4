import type { CatalogCase } from './case.js';

export const userMappingCases: readonly CatalogCase[] = [
  {
    name: 'a user mapping that is left',
    base: 'CREATE FOREIGN DATA WRAPPER remote; CREATE SERVER far FOREIGN DATA WRAPPER remote',
    change: 'CREATE USER MAPPING FOR PUBLIC SERVER far',
    kind: 'user mapping',
    object: 'PUBLIC on far',
  },
  {
    name: 'a dropped user mapping',
    base: "CREATE ROLE rt_user; CREATE FOREIGN DATA WRAPPER remote; CREATE SERVER far FOREIGN DATA WRAPPER remote; CREATE USER MAPPING FOR rt_user SERVER far OPTIONS (user 'a')",
    change: 'DROP USER MAPPING FOR rt_user SERVER far',
    kind: 'user mapping',
    object: 'rt_user on far',
  },
  {
    name: 'a user mapping with another user',
    base: "CREATE ROLE rt_user; CREATE FOREIGN DATA WRAPPER remote; CREATE SERVER far FOREIGN DATA WRAPPER remote; CREATE USER MAPPING FOR rt_user SERVER far OPTIONS (user 'a', password 'secret')",
    change: "ALTER USER MAPPING FOR rt_user SERVER far OPTIONS (SET user 'b')",
    kind: 'user mapping',
    object: 'rt_user on far',
  },
  {
    name: 'a user mapping with another password',
    base: "CREATE ROLE rt_user; CREATE FOREIGN DATA WRAPPER remote; CREATE SERVER far FOREIGN DATA WRAPPER remote; CREATE USER MAPPING FOR rt_user SERVER far OPTIONS (user 'a', password 'hunter2')",
    change: "ALTER USER MAPPING FOR rt_user SERVER far OPTIONS (SET password 'hunter3')",
    kind: 'user mapping',
    object: 'rt_user on far',
    says: ['password (secret '],
    there: 'impossible',
    repair: 'impossible',
  },
  {
    name: 'a user mapping whose password came back',
    base: "CREATE ROLE rt_user; CREATE FOREIGN DATA WRAPPER remote; CREATE SERVER far FOREIGN DATA WRAPPER remote; CREATE USER MAPPING FOR rt_user SERVER far OPTIONS (user 'a', password 'hunter2')",
    change: "ALTER USER MAPPING FOR rt_user SERVER far OPTIONS (SET password 'hunter3')",
    undo: "ALTER USER MAPPING FOR rt_user SERVER far OPTIONS (SET password 'hunter2')",
    there: 'impossible',
  },
];
